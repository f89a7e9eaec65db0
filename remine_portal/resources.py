"""Finds templates/, static/, translations/ and migrations/, in a checkout and in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def resource_folder(name: str) -> Path:
    """The folder called `name`: inside the package when installed, beside it in a checkout."""
    for candidate in (PACKAGE / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no {name}/ in the package or beside it")
