"""A declaration on paper: a frozen snapshot in, the same PDF bytes out, every time (rule 33)."""

from __future__ import annotations

from remine_portal.domain.declarations import DeclarationSnapshot


def render_declaration(snapshot: DeclarationSnapshot, *, verify_base: str) -> bytes:
    """The declaration as PDF, one A4 page for up to eight lots.

    A draft has DRAFT across every page, no number and no QR. Refuses GlyphMissing when the fonts
    lack a character of the snapshot. The QR leads to `verify_base` + /V/ID.
    """
    raise NotImplementedError
