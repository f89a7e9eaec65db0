"""The Japanese catalogues, for pages and for mails: a file a room (translations/ja/*.po)."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from remine_portal.resources import resource_folder


def translations(language: str) -> NullTranslations:
    """What a sentence becomes in the language; English is what sentences are written in."""
    return _japanese() if language == "ja" else NullTranslations()


@cache
def _japanese() -> Translations:
    """All catalogues in one, read once."""
    merged = Catalog(locale="ja")
    for path in sorted(resource_folder("translations").glob("ja/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="ja"):
                if message.id:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)
