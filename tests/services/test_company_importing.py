"""Companies that files name: new codes make companies, changed names wait for staff."""

import pytest

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.services.companies import decide_name
from tests.erp_files import SHIPMENT

RENAMED = {"customer_name": "Aoba Cable Ltd.", "shipment_no": "SH-2"}
RENAMED_AGAIN = {"customer_name": "Aoba Group", "shipment_no": "SH-3"}


@pytest.fixture
def decide(erp):
    def decide_on_the_open_one(*, accept):
        (proposal,) = [each for each in erp.proposals if each.decided_at is None]
        with erp.database.writing(COMMAND_LINE) as work:
            decide_name(work, proposal.id, proposed_at=proposal.proposed_at, accept=accept)

    return decide_on_the_open_one


def names(erp):
    return [(row.code, row.name_en, row.name_ja) for row in erp.rows(CustomerRow)]


def test_a_new_code_makes_the_company(erp):
    assert erp.preview({}).new_companies == ["C1004"]

    erp.ship({})

    assert names(erp) == [("C1004", "Aoba Wire & Cable Co., Ltd.", "青葉電線株式会社")]
    assert [event.subject for event in erp.rows(AuditEventRow, event="company:created")] == [
        "C1004"
    ]


@pytest.mark.parametrize(
    ("en", "ja", "expected"),
    [("Aoba", "", ("Aoba", "Aoba")), ("", "青葉", ("青葉", "青葉")), ("", "", ("C1004", "C1004"))],
)
def test_a_new_company_has_a_name_in_both_languages(erp, en, ja, expected):
    erp.ship({"customer_name": en, "customer_name_ja": ja})

    assert names(erp) == [("C1004", *expected)]


def test_a_changed_name_is_proposed_and_not_applied(erp):
    erp.ship({})
    assert erp.preview(RENAMED).proposed_names == ["C1004"]

    erp.ship(RENAMED)

    (proposal,) = erp.proposals
    assert (proposal.name_en, proposal.name_ja) == ("Aoba Cable Ltd.", "青葉電線株式会社")
    assert names(erp)[0][1] == "Aoba Wire & Cable Co., Ltd."


def test_a_name_is_proposed_even_where_no_line_has_changed(erp):
    erp.ship({})

    erp.ship({"customer_name": "Aoba Cable Ltd."})

    assert len(erp.proposals) == 1


def test_a_name_that_waits_is_not_proposed_again(erp):
    erp.ship({})
    erp.ship(RENAMED)
    (before,) = erp.proposals

    erp.ship({**RENAMED, "lot_no": "OTHER"})

    (after,) = erp.proposals
    assert after.proposed_at == before.proposed_at


def test_a_newer_name_takes_the_place_of_one_nobody_has_judged(erp):
    erp.ship({})
    erp.ship(RENAMED)

    erp.ship(RENAMED_AGAIN)

    assert [each.name_en for each in erp.proposals] == ["Aoba Group"]


def test_a_dismissed_name_is_not_proposed_again(erp, decide):
    erp.ship({})
    erp.ship(RENAMED)
    decide(accept=False)

    erp.ship({**RENAMED, "lot_no": "OTHER"})

    assert len(erp.proposals) == 1


def test_another_name_is_proposed_after_one_was_dismissed(erp, decide):
    erp.ship({})
    erp.ship(RENAMED)
    decide(accept=False)

    erp.ship(RENAMED_AGAIN)

    assert [each.accepted for each in erp.proposals] == [False, None]


def test_an_accepted_name_is_no_news(erp, decide):
    erp.ship({})
    erp.ship(RENAMED)
    decide(accept=True)

    erp.ship({**RENAMED, "lot_no": "OTHER"})

    assert len(erp.proposals) == 1
    assert names(erp)[0][1] == "Aoba Cable Ltd."


def test_a_file_without_names_proposes_none(erp):
    erp.ship({})

    erp.ship({"shipment_no": "SH-2", "customer_name": "", "customer_name_ja": ""})

    assert not erp.proposals


def test_the_newest_shipment_of_a_file_says_the_name(erp):
    early = {"customer_name": "Old", "shipment_no": "SH-9", "ship_date": "2026-09-01"}

    erp.ship({"customer_name": "New"}, early)

    assert names(erp)[0][1] == "New"
    assert SHIPMENT["ship_date"] > early["ship_date"]
