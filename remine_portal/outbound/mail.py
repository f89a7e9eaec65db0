"""Mailers: where letters go. Each says for certain when a letter has not been taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from remine_portal.outbound.letters import Letter


class NotSent(Exception):
    """The letter was certainly not taken: nobody has got it, and it may be sent again."""


class Mailer(Protocol):
    """Sends letters, all from one address."""

    def send(self, letter: Letter) -> None:
        """Hand a letter over, once. Raises NotSent when it was certainly not taken.

        After any other failure nobody knows whether it was.
        """


@dataclass(frozen=True)
class MailFolder:
    """A folder, in development. The same letter is the same file, so a repetition adds none."""

    folder: Path
    sender: str

    def send(self, letter: Letter) -> None:
        message = letter.message(self.sender)
        unfinished = self.folder / f".{letter.key}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(self.folder / f"{message['Message-ID'].strip('<>')}.eml")
        except OSError as failure:
            raise NotSent(f"The folder takes no mail: {failure}") from failure
