"""Who may what: the table of DOMAIN.md 7a."""

import pytest

from remine_portal.domain.people import (
    CUSTOMER_ROLES,
    GRANTS,
    ROLE_NAMES,
    VISITOR,
    Actor,
    Permission,
    Role,
)

BUYER = Actor(name="Buyer", role=Role.BUYER, person_id=1, customer_id=7)
SALES = Actor(name="Sales", role=Role.SALES, person_id=2)


def test_every_permission_is_decided():
    assert set(GRANTS) == set(Permission)


def test_every_role_has_a_name():
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize("permission", [Permission.DECLARATIONS_ISSUE, Permission.EVIDENCE_WRITE])
def test_no_customer_makes_claims(permission):
    assert not GRANTS[permission] & CUSTOMER_ROLES


def test_an_administrator_has_no_business_with_shipments():
    administrator = Actor(name="Administrator", role=Role.ADMINISTRATOR, person_id=3)

    assert not administrator.may(Permission.SHIPMENTS_READ)
    assert administrator.may(Permission.PEOPLE_MANAGE)


def test_the_auditor_reads_and_does_nothing():
    auditor = Actor(name="Auditor", role=Role.AUDITOR, person_id=4)
    granted = {each.value for each in Permission if auditor.may(each)}

    assert {each for each in granted if not each.endswith(":read")} == {
        "account:manage",
        "packs:order",
    }


def test_a_visitor_may_only_what_is_public():
    assert [each for each in Permission if VISITOR.may(each)] == [Permission.PUBLIC]


def test_a_permission_that_does_not_exist_is_a_mistake_not_a_no():
    with pytest.raises(ValueError, match="declarations:frame"):
        BUYER.may("declarations:frame")


def test_a_customer_sees_its_own_company_only():
    """40. The tenant wall."""
    assert BUYER.sees_customer(7)
    assert not BUYER.sees_customer(8)
    assert SALES.sees_customer(8)
