"""What the surroundings say: one frozen object, read once from the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit


class SettingsRefused(RuntimeError):
    """The portal does not start with these settings."""


@dataclass(frozen=True)
class Settings:
    """INTERFACES.md "Environment". Links are built from `base_url`, never from a request.

    `signer` is the socket of the signing process, `time_stamp_url` the authority that stamps
    signatures (RFC 3161); without one there are no stamps. `mail_url` is the server that takes our
    mails: without one they land in a folder in development, and in production none are sent.
    `proxies` is how many reverse proxies of ours stand before the portal: only what they add about
    a visitor's address is believed, for limits are counted by it.
    """

    environment: str
    data_dir: Path
    database_url: str
    base_url: str
    secret_key: str
    signer: Path | None = None
    time_stamp_url: str = ""
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""
    proxies: int = 0

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def host(self) -> str:
        """Host and port of the public address, as people see them."""
        return urlsplit(self.base_url).netloc

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        host = urlsplit(self.base_url).hostname or "localhost"
        return self.mail_from or f"no-reply@{host if ':' not in host else 'localhost'}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Refuses to start in production without secret, database and TLS address."""
        given = os.environ if environ is None else environ
        environment = given.get("REMINE_ENV", "development")
        if environment not in ("development", "production"):
            raise SettingsRefused(
                f"REMINE_ENV must be development or production, not {environment}"
            )
        data_dir = Path(given.get("REMINE_DATA_DIR", "var")).resolve()
        settings = cls(
            environment=environment,
            data_dir=data_dir,
            database_url=given.get("REMINE_DATABASE_URL") or f"sqlite:///{data_dir}/remine.db",
            base_url=given.get("REMINE_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            secret_key=given.get("REMINE_SECRET_KEY", ""),
            signer=_socket(given.get("REMINE_SIGNER", "")),
            time_stamp_url=_web_address(given.get("REMINE_TIMESTAMP_URL", "")),
            mail_url=_mail_server(given.get("REMINE_MAIL_URL", "")),
            mail_from=_mail_address(given.get("REMINE_MAIL_FROM", "")),
            proxies=_few(given.get("REMINE_PROXIES", "")),
        )
        if settings.is_production:
            settings._refuse_what_production_must_not_have()
            return settings
        return settings if settings.secret_key else settings._with_kept_secret()

    def _refuse_what_production_must_not_have(self) -> None:
        if len(self.secret_key) < 32:
            raise SettingsRefused(
                "Set REMINE_SECRET_KEY to a secret of at least 32 characters, for example from: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        if not self.base_url.startswith("https://"):
            raise SettingsRefused(
                "Set REMINE_BASE_URL to the public address. It must begin with https://"
            )

    def _with_kept_secret(self) -> Settings:
        """In development the secret is made once and kept in the data folder."""
        kept = self.data_dir / "secret-key"
        if not kept.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return replace(self, secret_key=kept.read_text())


def _socket(named: str) -> Path | None:
    if named and not named.startswith("unix:/"):
        raise SettingsRefused(
            "Set REMINE_SIGNER to the socket of the signing process, for example "
            f"unix:/run/remine-signer/socket, not {named}"
        )
    return Path(named.removeprefix("unix:")) if named else None


def _web_address(named: str) -> str:
    if named and not named.startswith(("https://", "http://")):
        raise SettingsRefused(
            "Set REMINE_TIMESTAMP_URL to the address of the time-stamp authority. It must begin "
            f"with https:// or http://, not {named}"
        )
    return named


def _mail_server(named: str) -> str:
    """What is wrong is not said back: a password stands in it."""
    if not named:
        return named
    try:
        parts = urlsplit(named)
        told = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError:
        told = False
    if not told or parts.path.strip("/") or bool(parts.username) != bool(parts.password):
        raise SettingsRefused(
            "Set REMINE_MAIL_URL to the server that takes mails, for example "
            "smtp://user:password@mail.example.com:587. Write a character that is special in an "
            "address as %XX"
        )
    return named


def _mail_address(named: str) -> str:
    if named and not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)*", named, re.ASCII):
        raise SettingsRefused(
            "Set REMINE_MAIL_FROM to the address that mails come from, for example "
            f"no-reply@example.com, not {named}"
        )
    return named


def _few(named: str) -> int:
    if named and not re.fullmatch(r"[0-9]", named, re.ASCII):
        raise SettingsRefused(
            "Set REMINE_PROXIES to the number of reverse proxies before the portal, mostly 1, "
            f"not {named}"
        )
    return int(named or 0)
