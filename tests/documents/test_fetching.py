"""A document asks for nothing outside of the portal, and one that does is not printed."""

import pytest

from remine_portal.documents.fetching import FetchDenied
from remine_portal.documents.printing import press

SECRET = "file:///etc/passwd"
METADATA = "http://169.254.169.254/latest"


@pytest.mark.parametrize(
    "html",
    [
        f"<link rel=attachment href='{SECRET}'>",
        f"<link rel=stylesheet href='{METADATA}'>",
        f"<img src='{SECRET}'>",
        "<img src='//example.org/a.png'>",
        "<img src='ftp://example.org/a.png'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='../static/img/mark.svg'>",
        f"<object data='{SECRET}'></object>",
        f"<embed src='{SECRET}'>",
        f"<style>@import url({METADATA});</style>",
        f"<p style='background: url({METADATA})'>tin</p>",
        f"<style>@font-face {{ font-family: x; src: url({METADATA}) }}</style>",
        f"<svg><image href='{SECRET}' width='9' height='9'/></svg>",
        f"<a rel=attachment href='{SECRET}'>tin</a>",
    ],
)
def test_a_document_that_asks_for_an_address_is_not_printed(html):
    with pytest.raises(FetchDenied):
        press((f"<p>tin</p>{html}",))


def test_a_document_that_asks_for_nothing_is_printed():
    assert press(("<p>tin</p>",)).startswith(b"%PDF")
