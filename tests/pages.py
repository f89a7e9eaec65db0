"""What is asked of every page, so that no page has to be asked by itself."""

import re
import xml.etree.ElementTree as ET
from collections import Counter

import tinyhtml5
from werkzeug.test import TestResponse

from remine_portal.domain.claim_lint import (
    BannedWording,
    ClaimBeyondEvidence,
    VerifierWording,
    refuse_banned_wording,
)


def problems(response: TestResponse) -> str:
    """What the page's summary of errors says, for a test that fails."""
    if response.mimetype != "text/html":
        return ""
    page = tinyhtml5.parse(response.text, namespace_html_elements=False)
    found = [part for part in page.iter("div") if part.get("class") == "problems"]
    return " / ".join(" ".join(part.itertext()) for part in found)


def text_of(response: TestResponse) -> str:
    """The words of a page's main part, in one line."""
    page = tinyhtml5.parse(response.text, namespace_html_elements=False)
    main = page.find(".//main")
    assert main is not None
    return words(main)


def body(response: TestResponse) -> str:
    """The whole page byte by byte, but for its nonce, which is another each time."""
    return re.sub(r'nonce="[^"]+"', "", response.text)


def words(part: ET.Element) -> str:
    return " ".join(" ".join(part.itertext()).split())


def check_page(url: str, html: str, *, lint: bool) -> None:
    """What is asked of every page, so that no page has to be asked by itself."""
    page = tinyhtml5.parse(html, namespace_html_elements=False)
    elements = [each for each in page.iter() if isinstance(each.tag, str)]
    headings = [words(each) for each in elements if each.tag == "h1"]
    title = words(next(each for each in elements if each.tag == "title"))
    assert len(headings) == 1, f"{url}: one h1 wanted, found {headings}"
    assert headings[0] in title, f"{url}: the title {title!r} does not name {headings[0]!r}"
    assert page.get("lang") in ("ja", "en"), f"{url}: which language?"
    ids = Counter(each.get("id") for each in elements if each.get("id"))
    assert max(ids.values(), default=1) == 1, f"{url}: an id stands twice: {ids.most_common(1)}"
    check_labels(url, elements)
    for each in elements:
        assert not [name for name in each.attrib if name.startswith("on") or name == "style"], (
            f"{url}: inline style or script in <{each.tag}>"
        )
        assert each.tag != "script" or each.get("nonce"), f"{url}: a script without nonce"
    if lint:
        check_claims(url, words(without_what_is_never_said(page.find(".//main"))))


def without_what_is_never_said(main: ET.Element) -> ET.Element:
    """Sentences that a page shows as forbidden are no claims of its own."""
    for parent in main.iter():
        for child in list(parent):
            if "never-said" in (child.get("class") or "").split():
                parent.remove(child)
    return main


def check_labels(url: str, elements: list[ET.Element]) -> None:
    labelled = {each.get("for") for each in elements if each.tag == "label"}
    for each in elements:
        hidden = each.tag == "input" and each.get("type") in ("hidden", "submit")
        if each.tag in ("input", "select", "textarea") and not hidden:
            named = each.get("id") in labelled or each.get("aria-label")
            assert named, f"{url}: no label for {each.attrib}"


def check_claims(url: str, text: str) -> None:
    """DOMAIN.md rule 44, for every page of the portal itself."""
    try:
        refuse_banned_wording(text)
    except (ClaimBeyondEvidence, VerifierWording):
        pass  # a page explains at length what is not claimed, and who verified what
    except BannedWording as refusal:
        raise AssertionError(f"{url}: {refusal}") from None
