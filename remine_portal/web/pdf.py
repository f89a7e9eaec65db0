"""How the portal hands out a PDF."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file


def pdf_response(content: bytes, name: str) -> Response:
    """A file to keep under its name, that no browser may run anything of."""
    response = send_file(
        BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
