"""What the portal was started with: its settings, its office and the folder of its files."""

from __future__ import annotations

from typing import cast

from flask import current_app

from remine_portal.persistence.blobs import Blobs
from remine_portal.services.office import Office
from remine_portal.settings import Settings


def settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


def blobs() -> Blobs:
    return office().blobs


def office() -> Office:
    return cast(Office, current_app.extensions["office"])
