"""The office of the tests: its files in the test's own folder, a public address of no machine."""

from pathlib import Path

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.persistence.blobs import Blobs
from remine_portal.persistence.register_folder import RegisterFolder
from remine_portal.services.office import Office

BASE_URL = "https://remine.example"


def an_office(folder: Path, base_url: str = BASE_URL) -> Office:
    return Office(
        blobs=Blobs(folder / "blobs"),
        base_url=base_url,
        keys=KeyFolder(folder / "keys"),
        register=RegisterFolder(folder / "register"),
    )
