"""The covering page of a certificate says to whom it was released, and what it is and is not."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from remine_portal.documents.covering_page import CoveringPage, render_covering_page
from remine_portal.domain.catalog import Text
from remine_portal.domain.certificate_claims import notices_beside
from remine_portal.domain.declarations import DocumentLanguage, Recipient
from tests.certified import certified, reviewed
from tests.papers import opened, pages, squeezed

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def a_page(certificate, *, language="ja-en"):
    return CoveringPage(
        language=DocumentLanguage(language),
        issuer=Text(en="Mitsubishi Materials Corporation", ja="三菱マテリアル株式会社"),
        recipient=Recipient("北斗電子株式会社", "東京都見本区1-2-3"),
        request_number="RQ-2026-000012",
        released_on=date(2026, 11, 23),
        certificate=certificate,
        scope=Text(en="Electrolytic tin, Ikuno Plant", ja="電気錫(生野事業所)"),
        notices=notices_beside(certificate.kind, ["Sn"]),
        file_name="certificate.pdf",
        file_bytes=182345,
        sha256=SHA256,
    )


@cache
def printed(language="ja-en"):
    return render_covering_page(a_page(certified(reference="C-7"), language=language))


def says(pdf, sentence):
    return squeezed(sentence) in squeezed("".join(pages(pdf)))


def test_it_names_recipient_day_request_scope_and_the_file():
    facts = ["北斗電子株式会社", "東京都見本区1-2-3", "23 November 2026", "2026年11月23日"]
    facts += ["RQ-2026-000012", "C-7", "SGS Japan Inc.", "Electrolytic tin", SHA256, "182,345"]

    assert [each for each in facts if not says(printed(), each)] == []


def test_it_is_one_page_of_the_same_bytes_each_time():
    page = a_page(certified(reference="C-7"))

    assert render_covering_page(page) == printed()
    with opened(printed()) as document:
        assert len(document) == 1


def test_a_review_without_a_last_day_says_so_and_a_sample_is_marked():
    review = replace(reviewed(reference="G-1"), sample=True)
    pdf = render_covering_page(a_page(review, language="en"))

    assert says(pdf, "from 28 January 2026; it states no last day")
    assert says(pdf, "SAMPLE")
    assert says(pdf, "applies the mass balance credit model")
    assert not says(pdf, "The mass balance model is not applied")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_says_first_that_it_is_no_part_of_the_certificate(language):
    first = {"ja": "証書の一部ではありません", "en": "not part of the certificate"}

    assert says(printed(language), first[language])
