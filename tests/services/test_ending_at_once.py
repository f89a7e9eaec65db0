"""Several people end one declaration at the same moment: it ends once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import NotCurrent, RevocationOpen
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import endings
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services import downloads
from remine_portal.services.credit_checking import differences
from tests.books import RECYCLED


@pytest.fixture(autouse=True)
def one_clock(desk, books):
    desk.now = books.now


@pytest.fixture
def old(desk, books):
    """50 t at 40 %; 10 t of credits are left."""
    books.receive(kg=30_000)
    books.ship(tonnes="50")
    return desk.declare(attributions={RECYCLED: "40"})


def at_once(*deeds):
    """What each deed gives, or its refusal; all begin together."""
    barrier = Barrier(len(deeds))

    def do(deed):
        barrier.wait()
        try:
            return deed()
        except (NotCurrent, RevocationOpen) as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def refusals(results):
    return [each for each in results if isinstance(each, Exception)]


def status(database, declaration):
    with database.reading(COMMAND_LINE) as work:
        return work.session.get_one(DeclarationRow, declaration.id).status


def agree(books):
    with books.reading() as work:
        return [str(each) for each in differences(work)] == []


def test_of_two_new_versions_one_supersedes(desk, books, database, old):
    """34. Supersede: only one is current, and its credits alone are taken."""
    more = desk.ready(replaces=old, attributions={RECYCLED: "45"})
    less = desk.ready(replaces=old, attributions={RECYCLED: "30"})

    results = at_once(lambda: desk.issue(more), lambda: desk.issue(less))

    [refusal] = refusals(results)
    assert refusal.code == "NOT_CURRENT"
    assert status(database, old) is Status.SUPERSEDED
    assert books.position().attributed_kg in (22_500, 15_000)
    assert agree(books)


def test_superseded_or_revoked_but_not_both(desk, books, database, old):
    """34. and 36."""
    draft_id = desk.ready(replaces=old, attributions={RECYCLED: "45"})
    desk.propose_to_revoke(old)

    results = at_once(lambda: desk.issue(draft_id), lambda: desk.confirm_revocation(old))

    [refusal] = refusals(results)
    assert refusal.code == "NOT_CURRENT"
    attributed = {Status.SUPERSEDED: 22_500, Status.REVOKED: 0}[status(database, old)]
    assert books.position().attributed_kg == attributed
    assert agree(books)


def test_two_who_confirm_give_the_credits_back_once(desk, books, old):
    """36. Revocation: a second one is refused."""
    desk.propose_to_revoke(old)
    third = desk.hire("Mika")

    results = at_once(
        lambda: desk.confirm_revocation(old), lambda: desk.confirm_revocation(old, by=third)
    )

    assert len(refusals(results)) == 1
    assert [each.kilograms for each in books.entries("return")] == [20_000]


def test_two_who_propose_make_one_proposal(desk, database, old):
    results = at_once(
        lambda: desk.propose_to_revoke(old),
        lambda: desk.propose_to_revoke(old, by=desk.colleague),
    )

    assert [type(each) for each in refusals(results)] == [RevocationOpen]
    with database.reading(COMMAND_LINE) as work:
        assert len(endings.open_revocations(work)) == 1


def test_whoever_takes_the_document_in_that_moment_is_told(desk, database, old):
    """The page still showed it as current."""
    draft_id = desk.ready(replaces=old, attributions={RECYCLED: "40"})
    third = desk.hire("Mika")

    def take():
        with desk.writing(third) as work:
            downloads.record_download(work, shown)

    with desk.writing(third) as work:
        shown = work.session.get_one(DeclarationRow, old.id)
    at_once(take, lambda: desk.issue(draft_id))

    with database.reading(COMMAND_LINE) as work:
        assert [each.person_id for each in endings.notices_about(work, old)] == [third.id]
