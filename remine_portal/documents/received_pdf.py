"""Looks into a PDF that the portal is to keep and hand on as it was received.

Nobody mends such a file, so what does not open, or would act on its reader, is not taken. It is
read in a process of its own, like any file from outside (QUALITY.md items 49 and 51).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO

from remine_portal.documents.checking_apart import ask_child, bind_hands
from remine_portal.domain.errors import N_, Refusal

LARGEST_FILE_MB = 10

SOUND, ACTIVE, LOCKED, UNREADABLE = "sound", "active", "locked", "unreadable"

_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from remine_portal.documents.received_pdf import serve; serve()"
)


class UnfitFile(Refusal):
    """A file that is not taken; each kind says why."""


class ReceivedTooLarge(UnfitFile):
    sentence = N_("The PDF is larger than {most} MB. Ask the issuer for a smaller file.")


class NotAPdf(UnfitFile):
    """By its first bytes, whatever its name says."""

    sentence = N_("The file is not a PDF. Choose the PDF that you received.")


class PdfUnreadable(UnfitFile):
    sentence = N_("The PDF is damaged and cannot be read. Ask the issuer to send it again.")


class PdfLocked(UnfitFile):
    sentence = N_("The PDF needs a password to open. Ask the issuer for one without a password.")


class PdfActive(UnfitFile):
    """It would be handed on under our name."""

    sentence = N_(
        "The PDF holds a script, a form or an action that would run on the reader's computer. "
        "Ask the issuer for one without it."
    )


REFUSALS: Mapping[str, type[UnfitFile]] = {
    ACTIVE: PdfActive,
    LOCKED: PdfLocked,
    UNREADABLE: PdfUnreadable,
}


def refuse_unfit(pdf: bytes) -> None:
    """Refuse what is no PDF, is too large, does not open for everybody, or acts on its reader."""
    if len(pdf) > LARGEST_FILE_MB * 1_000_000:
        raise ReceivedTooLarge(most=LARGEST_FILE_MB)
    if not pdf.startswith(b"%PDF-"):
        raise NotAPdf
    try:
        found = ask_child(_BEGIN, pdf)
    except (subprocess.SubprocessError, ValueError):
        found = UNREADABLE
    if found != SOUND:
        raise REFUSALS.get(found, PdfUnreadable)


def serve() -> None:
    """The child: it answers in a word what it has found."""
    bind_hands()
    sys.stdout.write(json.dumps(look_into(sys.stdin.buffer.read())))


def look_into(pdf: bytes) -> str:
    """What kind of file it is. How it opens (a page, a size) is no action that could harm."""
    import pikepdf  # noqa: PLC0415 - within the limits of the child

    from remine_portal.documents.active_content import (  # noqa: PLC0415 - as above
        ACTIVE_KEYS,
        acts,
        dictionaries_in,
    )

    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            if not len(opened.pages):
                return UNREADABLE
            harmful = ACTIVE_KEYS - {"/OpenAction"}
            return ACTIVE if any(acts(each, harmful) for each in dictionaries_in(opened)) else SOUND
    except pikepdf.PasswordError:
        return LOCKED
    except (pikepdf.PdfError, ValueError, RuntimeError, MemoryError):
        return UNREADABLE
