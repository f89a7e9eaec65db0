"""Sending by SMTP: encrypted where the server can, and never twice."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from remine_portal.outbound.letters import Letter
from remine_portal.outbound.mail import NotSent

PATIENCE = 30
"""Seconds that the server may take for each answer."""


@dataclass(frozen=True)
class MailServer:
    """An SMTP server. What it can encrypt is encrypted, and a password never goes in the clear."""

    host: str
    port: int
    sender: str
    encrypted: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def at(cls, url: str, sender: str) -> MailServer:
        """`smtp://user:password@host:port`, with STARTTLS; `smtps://` is encrypted throughout."""
        parts = urlsplit(url)
        encrypted = parts.scheme == "smtps"
        usual = 465 if encrypted else 587 if parts.username else 25
        return cls(
            host=parts.hostname or "",
            port=parts.port or usual,
            sender=sender,
            encrypted=encrypted,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, letter: Letter) -> None:
        """Up to the letter itself, and where the server refuses it, nobody has got it.

        When the connection breaks after that, nobody knows.
        """
        message = letter.message(self.sender).as_bytes()
        with ExitStack() as connected:
            with _nothing_taken_yet():
                server = connected.enter_context(closing(self._connection()))
                self._greet(server)
                _expect_yes(server.mail(self.sender))
                _expect_yes(server.rcpt(letter.recipient))
            _hand_over(server, message)

    def _connection(self) -> smtplib.SMTP:
        name = self.sender.rpartition("@")[2]  # instead of asking the network what we are called
        if not self.encrypted:
            return smtplib.SMTP(self.host, self.port, name, timeout=PATIENCE)
        trust = ssl.create_default_context()
        return smtplib.SMTP_SSL(self.host, self.port, name, timeout=PATIENCE, context=trust)

    def _greet(self, server: smtplib.SMTP) -> None:
        """Encrypt what is not encrypted yet, and sign in where we have an account."""
        server.ehlo_or_helo_if_needed()
        secret = self.encrypted
        if not secret and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            secret = True
        if self.user:
            if not secret:
                raise NotSent("The mail server offers no encryption, so it gets no password.")
            server.login(self.user, self.password)


@contextmanager
def _nothing_taken_yet() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPResponseException as refusal:
        raise _refused(refusal.smtp_code, refusal.smtp_error) from refusal
    except (OSError, smtplib.SMTPException) as failure:
        raise NotSent(f"The mail server cannot be used: {failure}") from failure


def _hand_over(server: smtplib.SMTP, message: bytes) -> None:
    try:
        _expect_yes(server.data(message))
    except smtplib.SMTPDataError as refusal:
        raise _refused(refusal.smtp_code, refusal.smtp_error) from refusal
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def _expect_yes(answer: tuple[int, bytes]) -> None:
    if not 200 <= answer[0] < 300:
        raise _refused(*answer)


def _refused(code: int, words: bytes | str) -> NotSent:
    said = words if isinstance(words, str) else words.decode("utf-8", "replace")
    return NotSent(f"The mail server refused: {code} {said}")
