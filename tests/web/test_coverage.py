"""Coverage on its page: a list is pasted or handed in, answered, narrowed and taken away."""

from io import BytesIO

import pytest

from remine_portal.domain.people import Role
from remine_portal.domain.references import MOST_REFERENCES
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue
from tests.pages import problems, text_of


@pytest.fixture(autouse=True)
def tin_is_shipped(given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, number="SH-1", lots=("LOT-1", "LOT-2"))
    given(a_shipment, number="SH-2", product="REM-BI", lots=("BI-1",), site="HOSOKURA")


@pytest.fixture
def procurement(given, browse):
    return browse(given(a_person, role=Role.PROCUREMENT))


@pytest.fixture
def ask(procurement):
    def post(numbers, **more):
        return procurement.post("/coverage", {"numbers": numbers, **more}, 200)

    return post


def test_every_number_is_answered_and_the_list_comes_back(ask):
    page = ask("ＳＨー１ 4,001 kg\nsh 2\n<b>PO-9</b>")

    said = text_of(page)
    assert "All (3) Mass differs from your figure (1) Not eligible (1) Unknown (1)" in said
    assert "Your figure: 4,001 kg Our figure: 4,000 kg" in said
    assert "No verified figure on file" in said
    assert "ＳＨー１ 4,001 kg\nsh 2\n&lt;b&gt;PO-9&lt;/b&gt;</textarea>" in page.text.replace(
        "\r", ""
    )


def test_a_button_shows_the_answers_of_one_kind(ask):
    said = text_of(ask("SH-1\nSH-2", show="not_eligible")).partition("Change the list")[0]

    assert "BI-1" in said
    assert "LOT-1" not in said


def test_what_is_missing_is_requested_from_the_page(ask, procurement):
    page = ask("LOT-1, LOT-2, SH-2")

    assert 'name="shipments" value="SH-1"' in page.text
    sent = procurement.post("/requests", {"kind": "declaration", "shipments": "SH-1"})
    assert "/requests/drafts/" in sent.location


def test_a_file_is_answered_and_comes_back_as_text(ask):
    file = "客先注文番号,重量(kg)\nPO-1,6000\nPO-2,abc\n".encode("cp932")

    page = ask("", file=(BytesIO(file), "list.csv"))

    assert "客先注文番号\t重量(kg)\nPO-1\t6000\nPO-2\tabc" in page.text.replace("\r", "")
    assert "Could not be read: 1" in text_of(page)
    assert "Line 3" in text_of(page)


@pytest.mark.parametrize(
    ("numbers", "file", "says"),
    [
        ("", None, "has no numbers"),
        ("PO-1", b"%PDF-1.7", "Only text, CSV and XLSX"),
        ("PO-1\n" * (MOST_REFERENCES + 1), None, "more than 5,000 numbers"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_in_words(ask, numbers, file, says):
    page = ask(numbers, file=(BytesIO(file), "list.pdf") if file else "")

    assert says in problems(page)
    assert f'href="#{"file" if file else "numbers"}"' in page.text
    assert "<title>Error:" in page.text


def test_the_answers_are_taken_away_and_can_be_handed_in_again(procurement, ask):
    data = {"numbers": "SH-1\t4 t\nPO-9", "show": ".0"}
    with procurement.post("/coverage.csv", data, 200) as response:
        file = response.data

    rows = file.decode("utf-8-sig").splitlines()
    assert rows[1].startswith('"SH-1","4000","Not issued yet","SH-1","2026-06-01"')
    assert len(rows) == 4, "a row a lot, and one for what is unknown"
    again = ask("", file=(BytesIO(file), "coverage.csv"))
    assert "All (2) Not issued yet (1) Unknown (1)" in text_of(again)


def test_staff_choose_a_company_and_get_its_answers_alone(given, browse):
    given(a_shipment, number="SH-9", company=RIVAL, lots=("LOT-1",))
    sales = browse(given(a_person, role=Role.SALES))

    assert "Choose the company" in problems(sales.post("/coverage", {"numbers": "SH-9"}, 200))
    page = sales.post("/coverage", {"numbers": "LOT-1\nSH-1", "company": RIVAL}, 200)
    assert "All (2) Not issued yet (1) Unknown (1)" in text_of(page)
    assert "LOT-2" not in text_of(page)


def test_a_long_answer_comes_in_pages(ask):
    numbers = "\n".join(f"X-{number}" for number in range(501))

    assert "1–500 of 501 Next page" in text_of(ask(numbers))
    last = text_of(ask(numbers, show="unknown.500"))
    assert "501–501 of 501 Previous page" in last
    assert "X-499" not in last.partition("Change the list")[0]
