"""The office: what issuing needs beside the database."""

from __future__ import annotations

from dataclasses import dataclass

from remine_portal.persistence.blobs import Blobs
from remine_portal.settings import Settings


@dataclass(frozen=True)
class Office:
    """The files, and the public address that documents name."""

    blobs: Blobs
    base_url: str

    @classmethod
    def of(cls, settings: Settings) -> Office:
        """The office that these settings describe."""
        return cls(blobs=Blobs(settings.data_dir / "blobs"), base_url=settings.base_url)
