"""People's commands, and their exit statuses (INTERFACES.md)."""

import re

import pytest

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.people import find_person
from remine_portal.services import invitations, password_links, sessions
from tests.factories import ACME, a_customer, a_person


@pytest.fixture
def looking(database):
    return database.reading(COMMAND_LINE)


def token_of(result) -> str:
    """The command prints the link and nothing else, so that it can be piped on."""
    assert (result.exit_code, result.stderr) == (0, "")
    return re.fullmatch(r"https://portal\.example/[a-z-]+/([\w-]{43})\n", result.stdout)[1]


def test_the_first_administrator_comes_in_by_a_link(run, looking):
    token = token_of(run("people", "invite", "first@remine.example", "--role", "administrator"))

    with looking as work:
        assert invitations.find_invitation(work, token).role is Role.ADMINISTRATOR


def test_a_customers_person_is_invited_into_the_company(run, given, looking):
    given(a_customer)
    invitation = ("people", "invite", "t@acme.example", "--role", "buyer", "--company", ACME)
    token = token_of(run(*invitation))

    with looking as work:
        assert invitations.find_invitation(work, token).customer.code == ACME


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["invite", "t@acme.example", "--role", "buyer"], "Enter its code"),
        (["invite", "t@acme.example", "--role", "buyer", "--company", "C9"], "has the code C9"),
        (["invite", "nobody", "--role", "auditor"], "Enter an email address"),
        (["invite", "known@acme.example", "--role", "auditor"], "already has an account"),
        (["disable", "nobody@acme.example"], "Nobody has an account"),
        (["password", "nobody@acme.example"], "Nobody has an account"),
    ],
)
def test_what_is_refused_is_one_line_and_status_1(run, given, command, reason):
    given(a_person, email="known@acme.example")
    result = run("people", *command)

    assert (result.exit_code, result.stdout) == (1, "")
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["invite", "t@acme.example"], ["invite", "t@acme.example", "--role", "boss"], ["x"]]
)
def test_wrong_usage_is_status_2(run, command):
    assert run("people", *command).exit_code == 2


def test_disabling_ends_what_the_person_has_open(run, given, looking):
    person = given(a_person, email="hanako@acme.example")
    reference = given(sessions.begin_session, person=person, browser="test")
    assert run("people", "disable", "Hanako@acme.example").exit_code == 0

    with looking as work:
        assert sessions.find_session(work, reference) is None
        assert find_person(work, "hanako@acme.example").disabled_at


def test_a_lost_password_is_helped_from_the_command_line(run, given, looking):
    given(a_person, email="hanako@acme.example")
    token = token_of(run("people", "password", "hanako@acme.example"))

    with looking as work:
        assert password_links.find_link(work, token).person.email == "hanako@acme.example"
