"""A request from its first question to its answer, by the customer and by the desk."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from remine_portal.domain.claim_lint import BannedWording
from remine_portal.domain.declarations import GlyphMissing, Recipient
from remine_portal.domain.people import Role
from remine_portal.domain.requests import (
    NotRequestable,
    RequestStatus,
    SameRequester,
    SeveralCompanies,
    WordsMissing,
    WrongStep,
)
from remine_portal.persistence.request_drafts import find_request_draft
from remine_portal.persistence.requests import find_request, open_requests_for
from remine_portal.persistence.shipments import find_shipment
from remine_portal.services import requesting
from remine_portal.services.eligibility import standings
from tests.asking import RECIPIENT, a_draft, a_request, asking, found
from tests.desk import acting
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue


@pytest.fixture(autouse=True)
def tin_is_shipped(given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    given(a_shipment, number="SH-2", lots=("LOT-2",))


@pytest.fixture
def buyer(given):
    return given(a_person)


@pytest.fixture
def as_buyer(database, buyer, desk):
    """Units of work of the buyer: `with as_buyer() as work`."""
    return lambda: database.writing(asking(buyer), desk.now)


@pytest.fixture
def request_for(as_buyer):
    def send(*numbers):
        with as_buyer() as work:
            return a_request(work, *numbers)

    return send


@pytest.fixture
def at_desk(desk):
    """One deed of the desk on a request: `at_desk(requesting.take, request)`."""

    def do(deed, request, *words, by=None):
        with desk.writing(by or desk.preparer) as work:
            deed(work, found(work, request), *words)
            return request.number

    return do


def status(desk, request):
    with desk.database.reading(acting(desk.preparer)) as work:
        return found(work, request).status


def test_a_request_goes_from_its_receipt_to_the_last_declaration(desk, request_for, at_desk):
    """The whole way: taken, asked, replied to, approved, and issued with the second shipment."""
    request = request_for("SH-1", "SH-2")
    assert request.number == "RQ-2026-000001"
    at_desk(requesting.take, request)
    at_desk(requesting.ask, request, "In which language?")
    at_desk(requesting.reply, request, "English, please.")
    at_desk(requesting.approve, request)

    desk.declare("SH-1")
    assert status(desk, request) is RequestStatus.APPROVED
    desk.declare("SH-2")

    with desk.writing(desk.preparer) as work:
        events = found(work, request).events
    assert [each.status.value for each in events] == [
        *("received", "in_review", "question", "in_review", "approved", "issued")
    ]
    assert [each.words for each in events if each.words] == [
        *("In which language?", "English, please.")
    ]


def test_sent_twice_it_is_one_request(as_buyer):
    with as_buyer() as work:
        draft_id = a_draft(work, "SH-1").id
    numbers = set()
    for _ in range(2):
        with as_buyer() as work:
            numbers.add(requesting.submit(work, find_request_draft(work, draft_id)).number)

    assert numbers == {"RQ-2026-000001"}


def test_two_who_ask_at_once_for_one_shipment_make_one_request(as_buyer):
    """Neither by one draft sent twice, nor by the drafts of two colleagues."""
    with as_buyer() as work:
        drafts = [a_draft(work, "SH-1").id, a_draft(work, "SH-1").id]
    barrier = Barrier(3)

    def send(draft_id):
        barrier.wait()
        try:
            with as_buyer() as work:
                return requesting.submit(work, find_request_draft(work, draft_id)).number
        except NotRequestable as refusal:
            return refusal.facts["shipment"]

    with ThreadPoolExecutor(3) as threads:
        answers = set(threads.map(send, [drafts[0], *drafts]))
    assert "RQ-2026-000001" in answers
    assert answers <= {"RQ-2026-000001", "SH-1"}
    with as_buyer() as work:
        assert open_requests_for(work, [1]) == {1: "RQ-2026-000001"}
        assert find_request(work, "RQ-2026-000002") is None


def test_approved_while_it_is_issued_it_is_answered_either_way(desk, request_for, at_desk):
    """Whichever is first: neither must overlook the other."""
    request = request_for("SH-1")
    at_desk(requesting.take, request)
    draft_id = desk.ready("SH-1")
    barrier = Barrier(2)

    def approve():
        barrier.wait()
        at_desk(requesting.approve, request)

    def issue():
        barrier.wait()
        desk.issue(draft_id)

    with ThreadPoolExecutor(2) as threads:
        for deed in [threads.submit(approve), threads.submit(issue)]:
            deed.result()
    assert status(desk, request) is RequestStatus.ISSUED


def test_what_can_be_had_is_asked_again_when_it_is_sent(as_buyer, desk):
    """Between the first question and the last, a colleague may ask, or the desk may issue."""
    with as_buyer() as work:
        first, second = a_draft(work, "SH-1"), a_draft(work, "SH-1")
        declared = a_draft(work, "SH-2")
        requesting.submit(work, first)
        with pytest.raises(NotRequestable):
            requesting.submit(work, second)
    desk.declare("SH-2")
    with as_buyer() as work, pytest.raises(NotRequestable):
        requesting.submit(work, find_request_draft(work, declared.id))


def test_a_shipment_says_how_it_stands(as_buyer, desk, given, request_for):
    given(a_shipment, number="SH-BI", lots=("LOT-3",), product="REM-BI")
    request = request_for("SH-2")
    declaration = desk.declare("SH-1")
    with as_buyer() as work:
        numbers = ("SH-1", "SH-2", "SH-BI")
        one, two, bismuth = standings(work, [find_shipment(work, each) for each in numbers])

    assert (one.is_declared, one.numbers) == (True, [declaration.number])
    assert (two.can_be_requested, two.requested_in) == (False, request.number)
    assert bismuth.lots[0].refusal.code == "NO_VERIFIED_FIGURE"


def test_approving_what_is_declared_meanwhile_ends_it(desk, request_for, at_desk):
    request = request_for("SH-1")
    at_desk(requesting.take, request)
    desk.declare("SH-1")

    at_desk(requesting.approve, request)

    assert status(desk, request) is RequestStatus.ISSUED


def test_nobody_approves_what_they_asked_for(desk, at_desk):
    """39. Four eyes: sales may ask for a customer, and a colleague approves."""
    with desk.writing(desk.preparer) as work:
        request = a_request(work, "SH-1")
    at_desk(requesting.take, request)
    with pytest.raises(SameRequester):
        at_desk(requesting.approve, request)

    at_desk(requesting.approve, request, by=desk.colleague)


def test_a_request_is_withdrawn_until_it_is_approved(desk, as_buyer, request_for, at_desk):
    early, late = request_for("SH-1"), request_for("SH-2")
    at_desk(requesting.take, late)
    at_desk(requesting.approve, late)

    with as_buyer() as work:
        requesting.withdraw(work, found(work, early))
        with pytest.raises(WrongStep):
            requesting.withdraw(work, found(work, late))

    assert status(desk, early) is RequestStatus.WITHDRAWN
    with as_buyer() as work:
        assert list(open_requests_for(work, [1, 2]).values()) == [late.number]


def test_declining_says_why(request_for, at_desk):
    request = request_for("SH-1")
    at_desk(requesting.take, request)
    with pytest.raises(WordsMissing):
        at_desk(requesting.decline, request, " ")


def test_a_company_asks_for_its_own_alone(as_buyer, database, desk, given, request_for):
    """40. The draft is its maker's, the request its company's; staff mix no companies."""
    given(a_shipment, number="SH-3", company=RIVAL, lots=("LOT-3",))
    request = request_for("SH-1")
    with as_buyer() as work:
        draft_id = a_draft(work, "SH-2").id
    rival, colleague = given(a_person, company=RIVAL), given(a_person, role=Role.PROCUREMENT)

    with database.reading(asking(rival)) as work:
        assert find_request(work, request.number) is None
    with database.reading(asking(colleague)) as work:
        assert find_request(work, request.number) is not None
        assert find_request_draft(work, draft_id) is None
    with desk.writing(desk.preparer) as work, pytest.raises(SeveralCompanies):
        a_draft(work, "SH-1", "SH-3")


def test_what_went_to_another_company_since_is_no_longer_in_a_draft(as_buyer, given):
    """40. The ERP may say that the goods were another's all along."""
    with as_buyer() as work:
        draft_id = a_draft(work, "SH-1", "SH-2").id
    rival = given(a_person, company=RIVAL)
    with as_buyer() as work:
        find_shipment(work, "SH-2").customer_id = rival.customer_id

    with as_buyer() as work:
        draft = find_request_draft(work, draft_id)
        assert [each.shipment_no for each in draft.shipments] == ["SH-1"]
        assert len(found(work, requesting.submit(work, draft)).shipments) == 1


def test_what_was_declared_to_another_company_is_no_answer(desk, at_desk, database, given):
    """40. Whoever has the goods now asks for them, and does not learn what was said of them."""
    number = desk.declare("SH-1").number
    rival = given(a_person, company=RIVAL)
    given(lambda work: setattr(find_shipment(work, "SH-1"), "customer_id", rival.customer_id))

    with database.writing(asking(rival), desk.now) as work:
        (standing,) = standings(work, [find_shipment(work, "SH-1")])
        request = a_request(work, "SH-1")
    at_desk(requesting.take, request)
    at_desk(requesting.approve, request)

    assert standing.numbers == []
    assert status(desk, request) is RequestStatus.APPROVED
    with desk.writing(desk.preparer) as work:
        assert standings(work, [find_shipment(work, "SH-1")])[0].numbers == [number]


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        ({"recipient": replace(RECIPIENT, name="100 % eco-friendly Ltd.")}, BannedWording),
        ({"recipient": Recipient("Acme \U0001f600")}, GlyphMissing),
        ({"po_reference": "PO-1 zero impact"}, BannedWording),
    ],
)
def test_what_is_printed_claims_nothing(as_buyer, document, refusal):
    """44. The recipient and the reference, which stand in the document, as in a draft."""
    with as_buyer() as work, pytest.raises(refusal):
        a_draft(work, "SH-1", **document)
