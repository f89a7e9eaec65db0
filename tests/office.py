"""The office of the tests: its files in the test's own folder, a public address of no machine."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use
from remine_portal.outbound.mail import MailFolder
from remine_portal.persistence.blobs import Blobs
from remine_portal.persistence.register_folder import RegisterFolder
from remine_portal.services.office import Office

BASE_URL = "https://remine.example"


def an_office(folder: Path, base_url: str = BASE_URL) -> Office:
    keys = folder / "keys"
    if not keys.exists():
        shutil.copytree(_keys(), keys)
    return Office(
        blobs=Blobs(folder / "blobs"),
        base_url=base_url,
        keys=KeyFolder(keys),
        register=RegisterFolder(folder / "register"),
        mailer=MailFolder(folder / "mail", "no-reply@remine.example"),
    )


@cache
def _keys() -> Path:
    """Made once a run, because making them takes longer than most tests."""
    kept = tempfile.TemporaryDirectory()
    atexit.register(kept.cleanup)
    keys = KeyFolder(Path(kept.name) / "keys")
    for use in Use:
        keys.published(use)
    return keys.path
