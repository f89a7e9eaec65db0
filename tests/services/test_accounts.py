"""Accounts and the invitations that make them (DOMAIN.md 7a)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from remine_portal.domain.passwords import PasswordEasilyGuessed
from remine_portal.domain.people import COMMAND_LINE, CUSTOMER_ROLES, VISITOR, Role
from remine_portal.persistence.customers import find_customer
from remine_portal.persistence.people import PersonRow, find_colleague, find_person
from remine_portal.services import accounts, invitations, passwords, sessions
from tests.factories import ACME, RIVAL, a_customer, a_person

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PASSWORD = "tin and lead and bismuth"


@pytest.fixture
def acting(database):
    """A unit of work in which a person acts."""

    def open_for(person=None, now=NOON):
        actor = COMMAND_LINE
        if person is not None:
            with database.reading(VISITOR) as work:
                actor = find_person(work, person.email).actor()
        return database.writing(actor, now)

    return open_for


@pytest.fixture
def administrator(given):
    return given(a_person, role=Role.ADMINISTRATOR)


@pytest.fixture
def company_administrator(given):
    return given(a_person, role=Role.COMPANY_ADMINISTRATOR, company=ACME)


@pytest.fixture
def invited(acting, given):
    """The token of an invitation for a buyer of ACME."""
    given(a_customer)
    with acting() as work:
        return invitations.invite(work, "Taro@acme.example", role=Role.BUYER, company=ACME)


def accept(work, token, password=PASSWORD) -> PersonRow:
    return invitations.accept(work, token, name="Taro", password=password, language="ja")


def test_a_person_signs_in_with_the_password_they_were_given(acting, given):
    given(a_customer)
    with acting() as work:
        person = accounts.make_person(
            work,
            email=" Taro@ACME.example",
            name="Taro",
            role=Role.BUYER,
            customer=find_customer(work, ACME),
            password=PASSWORD,
        )

    assert person.email == "taro@acme.example"
    assert person.password_hash.startswith("$argon2id$")
    assert passwords.matches(person.password_hash, PASSWORD)


def test_an_invitation_makes_the_person_it_names(acting, invited):
    with acting() as work:
        accept(work, invited)

    with acting() as work:
        person = find_person(work, "taro@acme.example")
        assert (person.role, person.customer.code, person.name) == (Role.BUYER, ACME, "Taro")


def test_an_invitation_works_once(acting, invited):
    with acting() as work:
        accept(work, invited)

    with acting() as work, pytest.raises(invitations.InvitationUsedUp):
        accept(work, invited)


def test_an_invitation_is_over_after_seven_days(acting, invited):
    with acting(now=NOON + timedelta(days=6, hours=23)) as work:
        assert invitations.find_invitation(work, invited)

    with (
        acting(now=NOON + timedelta(days=7)) as work,
        pytest.raises(invitations.InvitationUsedUp),
    ):
        invitations.find_invitation(work, invited)


def test_a_newer_invitation_takes_the_place_of_the_older(acting, invited):
    with acting() as work:
        newer = invitations.invite(work, "taro@acme.example", role=Role.BUYER, company=ACME)

    with acting() as work:
        assert invitations.find_invitation(work, newer)
        with pytest.raises(invitations.InvitationUsedUp):
            invitations.find_invitation(work, invited)


def test_the_database_does_not_hold_the_token(acting, invited):
    with acting() as work:
        (row,) = work.session.execute(select(invitations.InvitationRow.__table__)).all()

    assert invited not in str(row)


def test_a_password_made_of_the_company_is_refused(acting, invited):
    with acting() as work, pytest.raises(PasswordEasilyGuessed):
        accept(work, invited, "Acme Metals 2026!")


def test_an_address_with_an_account_is_not_invited_again(acting, given):
    person = given(a_person)

    with acting() as work, pytest.raises(accounts.AddressInUse, match="already has an account"):
        invitations.invite(work, person.email.upper(), role=Role.BUYER, company=ACME)


@pytest.mark.parametrize(
    ("role", "company", "refusal"),
    [
        (Role.BUYER, "", invitations.CompanyNeeded),
        (Role.BUYER, "C9999", invitations.UnknownCompany),
        (Role.SALES, ACME, invitations.NoCompanyForStaff),
    ],
)
def test_customers_have_a_company_and_staff_have_none(acting, given, role, company, refusal):
    given(a_customer)

    with acting() as work, pytest.raises(refusal):
        invitations.invite(work, "taro@acme.example", role=role, company=company)


def test_a_disabled_company_gets_no_new_people(acting, given, invited):
    with acting() as work:
        find_customer(work, ACME).disabled_at = work.now

    with acting() as work:
        with pytest.raises(invitations.CompanyDisabled):
            invitations.invite(work, "jiro@acme.example", role=Role.BUYER, company=ACME)
        with pytest.raises(invitations.InvitationUsedUp):
            accept(work, invited)


@pytest.mark.parametrize(
    "address", ["", "taro", "taro@acme", "a b@acme.example", "a@acme.example\nbcc:x@y.example"]
)
def test_what_is_no_address_is_refused(acting, address):
    with acting() as work, pytest.raises(invitations.NoAddress):
        invitations.invite(work, address, role=Role.AUDITOR)


def test_a_company_administrator_invites_into_the_own_company_whatever_is_asked(
    acting, given, company_administrator
):
    given(a_customer, code=RIVAL)

    with acting(company_administrator) as work:
        token = invitations.invite(work, "t@acme.example", role=Role.BUYER, company=RIVAL)
        assert invitations.find_invitation(work, token).customer.code == ACME


def test_a_company_administrator_gives_the_roles_of_customers_only(acting, company_administrator):
    with acting(company_administrator) as work:
        assert set(accounts.roles_to_give(work.actor)) == CUSTOMER_ROLES
        with pytest.raises(accounts.RoleNotYoursToGive):
            invitations.invite(work, "t@acme.example", role=Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", set(Role) - {Role.COMPANY_ADMINISTRATOR, Role.ADMINISTRATOR})
def test_nobody_else_invites_or_sees_people(acting, given, role):
    person, other = given(a_person, role=role), given(a_person)

    with acting(person) as work:
        assert find_colleague(work, other.id) is None
        with pytest.raises(accounts.RoleNotYoursToGive):
            invitations.invite(work, "t@acme.example", role=Role.BUYER)


def test_a_role_stays_on_its_side_of_the_wall(acting, given, administrator):
    """Rule 40: staff see all companies, so a customer's person never becomes staff."""
    buyer = given(a_person)

    with acting(administrator) as work, pytest.raises(accounts.RoleNotYoursToGive):
        accounts.change_role(work, find_colleague(work, buyer.id), Role.SALES)


def test_nobody_changes_or_disables_themselves(acting, administrator):
    with acting(administrator) as work:
        myself = find_colleague(work, administrator.id)
        with pytest.raises(accounts.OwnAccount):
            accounts.change_role(work, myself, Role.SALES)
        with pytest.raises(accounts.OwnAccount):
            accounts.disable(work, myself)


def test_a_new_password_ends_every_other_session(acting, given, database):
    buyer = given(a_person)
    with acting() as work:
        here, there = (sessions.begin_session(work, buyer, "test") for _ in range(2))

    with acting(buyer) as work:
        accounts.change_password(work, PASSWORD, this_session=here)

    with database.reading(VISITOR, NOON) as work:
        assert sessions.find_session(work, here)
        assert sessions.find_session(work, there) is None


@pytest.mark.parametrize("role", [Role.COMPANY_ADMINISTRATOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize(
    "shut_out",
    [accounts.disable, lambda work, person: accounts.change_role(work, person, less(person))],
)
def test_two_administrators_cannot_shut_each_other_out(acting, given, role, shut_out):
    """What the second of two at once finds: the first has acted, and is the last one."""
    first, second = given(a_person, role=role), given(a_person, role=role)
    with acting(second) as work:
        late = work.actor
    with acting(first) as work:
        accounts.disable(work, find_colleague(work, second.id))

    with pytest.raises(accounts.LastAdministrator), acting() as work:
        work.actor = late
        shut_out(work, find_colleague(work, first.id))


def less(person):
    return Role.BUYER if person.customer_id else Role.AUDITOR


def test_a_portal_administrator_may_shut_out_the_last_one_of_a_company(
    acting, administrator, company_administrator
):
    """Somebody who left in a quarrel; another one is invited afterwards."""
    with acting(administrator) as work:
        accounts.disable(work, find_colleague(work, company_administrator.id))
