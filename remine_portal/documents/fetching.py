"""A fetcher of addresses that knows what the portal itself brings, and nothing else.

WeasyPrint's own would put any file of the server into a document that asked for it, and a plainly
denying one leaves a hole that nobody is told of (QUALITY.md M10).
"""

from __future__ import annotations

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "bundled:"


class FetchDenied(RuntimeError):
    """A document asked for something outside of the portal: a fault in a template, or an attack."""


class BundledFiles(URLFetcher):  # type: ignore[misc]  # - WeasyPrint has no types
    """Serves the files it was given under `bundled:NAME`; remembers and refuses all else."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.files = files
        self.denied: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        content = self.files.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if content is None:
            self.denied.append(url)
            raise FetchDenied(url)
        return URLFetcherResponse(url, content)

    def refuse_denials(self) -> None:
        """To be called when a rendering has ended: one that was denied anything is no document."""
        if self.denied:
            raise FetchDenied(", ".join(self.denied))
