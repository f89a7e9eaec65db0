"""Both languages are complete: every sentence has its Japanese, and none is left over."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from remine_portal.resources import resource_folder

TEMPLATES = resource_folder("templates")
PACKAGE = TEMPLATES.parent / "remine_portal"
CATALOGUES = sorted((resource_folder("translations") / "ja").glob("*.po"))
KEYWORDS = {"_": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def messages_in(folder: Path, method: str) -> set[str]:
    found = extract_from_dir(
        folder,
        method_map=[("**." + ("html" if method != "python" else "py"), method)],
        options_map={"**.html": {"extensions": "jinja2.ext.do", "silent": "false"}},
        keywords=KEYWORDS,
    )
    return {one for _, _, message, _, _ in found for one in forms_of(message)}


def forms_of(message: str | tuple[str, ...]) -> list[str]:
    return [message] if isinstance(message, str) else [each for each in message if each]


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def used() -> set[str]:
    found = messages_in(TEMPLATES, "jinja2.ext:babel_extract") | messages_in(PACKAGE, "python")
    assert len(found) > 100, "the sweep found nothing to check"
    return found - {""}


@pytest.fixture(scope="module")
def translated() -> dict[str, str]:
    return {
        one: other
        for path in CATALOGUES
        for message in catalogue(path)
        for one, other in zip(forms_of(message.id), forms_of(message.string) * 2, strict=False)
        if message.id and not message.fuzzy
    }


def test_every_sentence_has_its_japanese(used, translated):
    missing = sorted(each for each in used if not translated.get(each))

    assert not missing, "\n".join(missing)


def test_no_translation_is_left_over(used, translated):
    unused = sorted(set(translated) - used)

    assert not unused, "\n".join(unused)


def test_a_sentence_stands_in_one_catalogue_only():
    times = Counter(
        str(message.id) for path in CATALOGUES for message in catalogue(path) if message.id
    )

    assert not [sentence for sentence, number in times.items() if number > 1]


def test_both_languages_name_the_same_facts(translated):
    for english, japanese in translated.items():
        assert set(PLACE.findall(english)) == set(PLACE.findall(japanese)), english
