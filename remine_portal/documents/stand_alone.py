"""The verifier that customers keep: one file, with the portal's own keys written into it."""

from __future__ import annotations

from pathlib import Path

from remine_portal.documents.trust import Trust

PROGRAM = Path(__file__).with_name("verify_declaration.py")
EMPTY = 'PINNED = ""'


def stand_alone_verifier(trust: Trust) -> str:
    """The program, ready to run for whoever trusts what it was downloaded from."""
    program = PROGRAM.read_text(encoding="utf-8")
    assert program.count(EMPTY) == 1, "the program has one place for the keys"
    return program.replace(EMPTY, f'PINNED = """{trust.json()}"""')
