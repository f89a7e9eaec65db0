"""The office: what issuing needs beside the database."""

from __future__ import annotations

from dataclasses import dataclass

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Keys
from remine_portal.persistence.blobs import Blobs
from remine_portal.persistence.register_folder import RegisterFolder
from remine_portal.settings import Settings


@dataclass(frozen=True)
class Office:
    """The files, the address that documents name, the keys, and what the register has published."""

    blobs: Blobs
    base_url: str
    keys: Keys
    register: RegisterFolder

    @classmethod
    def of(cls, settings: Settings) -> Office:
        """The office that these settings describe."""
        return cls(
            blobs=Blobs(settings.data_dir / "blobs"),
            base_url=settings.base_url,
            keys=KeyFolder(settings.data_dir / "keys"),
            register=RegisterFolder(settings.data_dir / "register"),
        )
