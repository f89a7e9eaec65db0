"""What in a PDF acts by itself, or makes its reader act: scripts, launches, forms that send."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/RichMediaContent"})
ACTIVE_ACTIONS = {
    *("/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/ResetForm", "/Rendition"),
    *("/Movie", "/Sound", "/GoToR", "/GoToE", "/GoTo3DView", "/RichMediaExecute", "/Hide"),
}
ACTIVE_ANNOTATIONS = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def acts(entry: pikepdf.Object, keys: frozenset[str] = ACTIVE_KEYS) -> bool:
    """Whether a dictionary holds one of the keys, an action that reaches out, or moving media."""
    if not keys.isdisjoint(entry.keys()):
        return True
    if _name(entry, "/Type") != "/StructElem" and _name(entry, "/S") in ACTIVE_ACTIONS:
        return True
    return _name(entry, "/Subtype") in ACTIVE_ANNOTATIONS


def dictionaries_in(opened: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the document, also in what nothing leads to, each once."""
    waiting: list[object] = [opened.trailer, *opened.objects]
    while waiting:
        each = waiting.pop()
        inside: list[object] = []
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            inside = [value for _, value in each.items()]
        elif isinstance(each, pikepdf.Array):
            inside = list(each)
        waiting += [
            part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect
        ]


def _name(entry: pikepdf.Object, key: str) -> str:
    value = entry.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
