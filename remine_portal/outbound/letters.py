"""Letters: what a mail about a notice says, as text and as HTML, without any markup of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from remine_portal.resources import resource_folder

POLICY = SMTP.clone(cte_type="7bit")
"""Lines that every server takes as they are."""

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(\.[\w-]+)*", re.ASCII)


@dataclass(frozen=True)
class Link:
    """An address, and what one finds there."""

    words: str
    url: str


@dataclass(frozen=True)
class Letter:
    """A mail to one person about one thing, every sentence in the person's language.

    `key` names what it is about for good. It is the left part of the Message-ID, so that whoever
    gets the same letter again can tell.
    """

    key: str
    recipient: str
    language: str
    written_at: datetime
    subject: str
    greeting: str
    sentence: str
    link: Link
    signature: str
    why: str
    choose: Link
    genuine: str

    def message(self, sender: str) -> EmailMessage:
        """The letter ready to be sent: the same letter is the same message, to the byte.

        Refuses, by a ValueError, an address that is none, and a line break in a head.
        """
        message = EmailMessage(POLICY)
        message["From"] = _address(sender, "REMINE")
        message["To"] = _address(self.recipient)
        message["Subject"] = self.subject
        message["Date"] = self.written_at
        message["Message-ID"] = f"<{self.key}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = f"<{self.choose.url}>"
        message.set_content(self.as_text())
        message.add_alternative(self.as_html(), subtype="html")
        message["Content-Language"] = self.language  # last, for contents take such heads away
        message.set_boundary(f"={self.key}=")
        return message

    def as_text(self) -> str:
        """For programs that show no HTML, and for people who like none."""
        return (
            f"{self.greeting}\n\n{self.sentence}\n\n{self.link.words}\n{self.link.url}\n\n"
            f"-- \nREMINE {self.signature}\n{self.genuine}\n\n"
            f"{self.why}\n{self.choose.words}\n{self.choose.url}\n"
        )

    def as_html(self) -> str:
        """The same words; it asks for nothing from elsewhere, so nobody learns when it is read."""
        return _templates().get_template("mail/notice.html").render(letter=self)


def _address(written: str, name: str = "") -> Address:
    if not ADDRESS.fullmatch(written):
        raise ValueError("this is no address that every mail server takes")
    local, _, domain = written.partition("@")
    return Address(name, local, domain)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
