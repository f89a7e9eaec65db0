"""Who is told of a deed, in the inbox and by mail."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.jobs import JobRow
from remine_portal.persistence.notices import NoticeRow
from remine_portal.services import accounts, notifying
from tests.desk import acting
from tests.factories import RIVAL, a_customer, a_person

ISSUED = NoticeKind.DECLARATION_ISSUED


@pytest.fixture
def acme(given):
    return given(a_customer).id


@pytest.fixture
def tell(database):
    """Something happens: `tell(by=somebody)`, a declaration is issued unless said otherwise."""

    def happen(by=None, how=notifying.tell_company, kind=ISSUED, about="RM-2026-000001", **whom):
        with database.writing(acting(by) if by else COMMAND_LINE) as work:
            how(work, kind, about=about, **whom)

    return happen


@pytest.fixture
def told(database):
    """The keys of the people who have been told, and of those who get a mail as well."""

    def look():
        with database.reading(COMMAND_LINE) as work:
            notices = {row.id: row.person_id for row in work.session.scalars(select(NoticeRow))}
            mails = [row.about for row in work.session.scalars(select(JobRow))]
        return sorted(notices.values()), sorted(notices[int(about)] for about in mails)

    return look


def test_a_company_is_told_and_nobody_else(given, acme, tell, told):
    people = [given(a_person), given(a_person, role=Role.PROCUREMENT)]
    given(a_person, company=RIVAL)
    given(a_person, role=Role.SALES)

    tell(customer_id=acme)

    everybody = [person.id for person in people]
    assert told() == (everybody, everybody)


def test_neither_who_did_it_is_told_nor_who_may_not_sign_in(given, database, acme, tell, told):
    actor, shut_out, other = given(a_person), given(a_person), given(a_person)
    with database.writing(COMMAND_LINE) as work:
        accounts.disable(work, work.session.merge(shut_out))

    tell(by=actor, customer_id=acme)

    assert told()[0] == [other.id]


def test_only_who_can_open_it_is_told(given, acme, tell, told):
    given(a_person)
    buyer_of_packs = given(a_person, role=Role.PROCUREMENT)

    tell(kind=NoticeKind.PACK_READY, about="1", customer_id=acme)

    assert told()[0] == [buyer_of_packs.id]


def test_one_person_is_told_and_the_staff_who_have_to_do_with_it(given, tell, told):
    buyer, sales = given(a_person), given(a_person, role=Role.SALES)
    credits = given(a_person, role=Role.CREDITS)
    given(a_person, role=Role.AUDITOR)

    tell(how=notifying.tell_person, person_id=buyer.id)
    tell(how=notifying.tell_staff, kind=NoticeKind.REQUEST_RECEIVED, about="RQ-2026-000001")
    tell(how=notifying.tell_staff, kind=NoticeKind.CERTIFICATE_EXPIRING, about="1")

    assert told()[0] == [buyer.id, sales.id, sales.id, credits.id]


def test_the_same_deed_is_told_once(given, database, acme, told):
    buyer = given(a_person)

    with database.writing(COMMAND_LINE) as work:
        notifying.tell_person(work, ISSUED, person_id=buyer.id, about="RM-2026-000001")
        notifying.tell_company(work, ISSUED, customer_id=acme, about="RM-2026-000001")

    assert told() == ([buyer.id], [buyer.id])


def test_a_deed_that_is_undone_is_told_to_nobody(given, database, acme, told):
    given(a_person)

    with pytest.raises(ZeroDivisionError), database.writing(COMMAND_LINE) as work:
        notifying.tell_company(work, ISSUED, customer_id=acme, about="RM-2026-000001")
        raise ZeroDivisionError

    assert told() == ([], [])


def test_whoever_wants_no_mail_of_a_kind_finds_it_in_the_inbox(given, database, acme, tell, told):
    quiet, other = given(a_person), given(a_person)
    with database.writing(acting(quiet)) as work:
        notifying.choose_mails(work, {NoticeKind.DECLARATION_REVOKED})

    tell(customer_id=acme)
    tell(customer_id=acme, kind=NoticeKind.DECLARATION_REVOKED)

    assert told() == (
        [quiet.id, quiet.id, other.id, other.id],
        [quiet.id, other.id, other.id],
    )


def test_whoever_chooses_twice_at_once_has_chosen(given, database, acme):
    """The second press of a button is no failure of ours."""
    person = given(a_person)
    barrier = Barrier(2)

    def choose(_):
        barrier.wait()
        with database.writing(acting(person)) as work:
            notifying.choose_mails(work, {ISSUED})

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(choose, range(2)))

    with database.reading(acting(person)) as work:
        assert [kind for kind, mail in notifying.kinds_by_mail(work).items() if mail] == [ISSUED]
