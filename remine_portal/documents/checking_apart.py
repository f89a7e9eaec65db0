"""Checks a stranger's PDF in a process of its own: no network asked, little memory, little time.

Whatever the file does to its reader ends with that process (QUALITY.md item 51). It gets the file
through a pipe and gives its answer through another, works in an empty folder and can write nothing.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from remine_portal.documents.file_checks import Fault, FileCheck
from remine_portal.documents.trust import Trust
from remine_portal.domain.errors import N_, Refusal

MEGABYTE = 1024 * 1024
LARGEST_FILE_MB = 12
MOST_AT_ONCE = 2
SECONDS = 20
PROCESSOR_SECONDS = 10
MEMORY = 512 * MEGABYTE
"""Six times what reading a document of ours takes; most of that are the programs that read."""

_BEGIN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from remine_portal.documents.checking_apart import serve; serve()"
)

_seats = BoundedSemaphore(MOST_AT_ONCE)


class CheckersBusy(Refusal):
    code = "BUSY"
    sentence = N_("Other files are being checked just now. Try again in a few seconds.")


class FileTooLarge(Refusal):
    sentence = N_("The file is larger than {most} MB, and none of our documents is.")


def check_in_child(pdf: bytes, trust: Trust) -> FileCheck:
    """The check of a file; refuses FileTooLarge, and CheckersBusy while others are at it.

    A file that breaks its reader, or takes too long, has got its verdict with that.
    """
    if len(pdf) > LARGEST_FILE_MB * MEGABYTE:
        raise FileTooLarge(most=LARGEST_FILE_MB)
    if not _seats.acquire(blocking=False):
        raise CheckersBusy
    try:
        return _asked(pdf, trust)
    finally:
        _seats.release()


def _asked(pdf: bytes, trust: Trust) -> FileCheck:
    """The hash is our own, so that no file can talk its reader into another one."""
    by_itself = FileCheck(hashlib.sha256(pdf).hexdigest())
    asked = trust.json().replace("\n", " ").encode() + b"\n" + pdf
    try:
        check = FileCheck.read(ask_child(_BEGIN, asked))
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return by_itself.with_faults(Fault.TOO_COSTLY)
    return check if check.sha256 == by_itself.sha256 else by_itself.with_faults(Fault.UNREADABLE)


def ask_child(begin: str, asked: bytes) -> Any:
    """What a child that begins so answers, in JSON.

    Raises SubprocessError when it died or took too long, ValueError when it made no sense.
    """
    package = str(Path(__file__).resolve().parents[2])
    with tempfile.TemporaryDirectory() as empty:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and our own sentence
            [sys.executable, "-I", "-B", "-c", begin, package],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=empty,
            env={"LANG": "C.UTF-8"},
            timeout=SECONDS,
            check=True,
        )
    return json.loads(ended.stdout)


def serve() -> None:
    """The child: bind its own hands before it reads a byte of what it is to check."""
    bind_hands()
    from remine_portal.documents.checking import check_file  # noqa: PLC0415 - within the limits

    trust = Trust.read(sys.stdin.buffer.readline())
    check = check_file(sys.stdin.buffer.read(), trust)
    sys.stdout.write(json.dumps(check.entry()))


def bind_hands() -> None:
    """Limits that this process cannot lift: memory, time, and no byte into any file."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
