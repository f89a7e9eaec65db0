"""The office: what issuing needs beside the database."""

from __future__ import annotations

from dataclasses import dataclass

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Keys, NoKeys
from remine_portal.documents.signing_process import SigningProcess
from remine_portal.documents.time_stamps import TimeStamps
from remine_portal.outbound.mail import Mailer, MailFolder
from remine_portal.outbound.mail_server import MailServer
from remine_portal.persistence.blobs import Blobs
from remine_portal.persistence.register_folder import RegisterFolder
from remine_portal.settings import Settings


@dataclass(frozen=True)
class Office:
    """The files, the address that documents name, the keys, and what the register has published.

    `mailer` takes our mails, and `time_stamps` is the authority that stamps signatures, where there
    is one.
    """

    blobs: Blobs
    base_url: str
    keys: Keys
    register: RegisterFolder
    mailer: Mailer | None
    time_stamps: TimeStamps | None = None

    @classmethod
    def of(cls, settings: Settings) -> Office:
        """The office that these settings describe."""
        stamping = settings.time_stamp_url
        return cls(
            blobs=Blobs(settings.data_dir / "blobs"),
            base_url=settings.base_url,
            keys=keys_for(settings),
            register=RegisterFolder(settings.data_dir / "register"),
            mailer=mailer_for(settings),
            time_stamps=TimeStamps(stamping) if stamping else None,
        )


def keys_for(settings: Settings) -> Keys:
    """The signing process, or in development a folder.

    In production the portal never holds a private key. Without a signing process it starts, reads
    and checks, and refuses to issue (QUALITY.md item 64).
    """
    if settings.signer:
        return SigningProcess(settings.signer)
    return NoKeys() if settings.is_production else KeyFolder(settings.data_dir / "keys")


def mailer_for(settings: Settings) -> Mailer | None:
    """The mail server that is set; without one a folder in development.

    In production without one the portal serves, notices stand in the inbox, and their mails wait.
    """
    if settings.mail_url:
        return MailServer.at(settings.mail_url, settings.sender)
    if settings.is_production:
        return None
    return MailFolder(settings.data_dir / "mail", settings.sender)
