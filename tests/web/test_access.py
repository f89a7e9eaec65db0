"""Who may open what: every page, by everybody who could try (DOMAIN.md 7a, rules 39 to 41)."""

from uuid import UUID

import pytest

from remine_portal.domain.people import Role
from tests.addressed import (
    FILE,
    a_message,
    a_note,
    a_notice_to,
    a_pack,
    a_released_certificate,
    a_statement,
    a_view,
    asked_for,
    handed_in,
)
from tests.asking import a_draft, a_request
from tests.desk import Desk
from tests.factories import (
    RIVAL,
    a_person,
    a_shipment,
    a_verification,
)
from tests.full_ledger import UNTIL_SUMMER, close_periods


@pytest.fixture
def cast(given):
    """ACME's buyer, procurement and administrator, RIVAL's, and the staff."""
    return {
        "visitor": None,
        "buyer": given(a_person),
        "procurement": given(a_person, role=Role.PROCUREMENT),
        "chief": given(a_person, role=Role.COMPANY_ADMINISTRATOR),
        "rival": given(a_person, company=RIVAL),
        "sales": given(a_person, role=Role.SALES),
        "credits": given(a_person, role=Role.CREDITS),
        "auditor": given(a_person, role=Role.AUDITOR),
        "admin": given(a_person, role=Role.ADMINISTRATOR),
    }


@pytest.fixture
def things(app, database, given, books, cast, tmp_path):
    """What the addresses of the table name: ACME's goods, papers and people."""
    given(a_verification)
    given(a_shipment, number="SH-1")
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    books.receive(kg=1000, receipt_no="R-1")
    close_periods(books, UNTIL_SUMMER[:1])
    office = app.extensions["office"]
    desk = Desk(database, office)
    declaration = desk.declare("SH-1")
    return {
        "declaration": declaration.number,
        "verification": declaration.verification_id,
        "draft": desk.ready("SH-2"),
        "entry": books.entries()[0].id,
        "run": given(handed_in, sha256=office.blobs.put(FILE.read_bytes())).id,
        "message": given(a_message).id,
        "certificate": given(a_released_certificate, office=office).id,
        "statement": given(a_statement, company=cast["buyer"].customer_id, office=office).id,
        "notice": given(a_notice_to, person=cast["buyer"]),
        "note": given(a_note) or "note",
        "begun": asked_for(database, cast["buyer"], a_draft).id,
        "request": asked_for(database, cast["buyer"], a_request).number,
        "person": cast["buyer"].id,
        "company": cast["buyer"].customer_id,
        "pack": given(a_pack, person=cast["procurement"], number=declaration.number).id,
        "view": given(a_view, person=cast["buyer"]).id,
    }


# A column each, as in `cast`: visitor, three of ACME, one of RIVAL, four of the staff.
TABLE = """
/                                             200 200 200 200 200 200 200 200 200
/.well-known/did.json                         200 200 200 200 200 200 200 200 200
/V/{verification}                             200 200 200 200 200 200 200 200 200
/about                                        200 200 200 200 200 200 200 200 200
/accessibility                                200 200 200 200 200 200 200 200 200
/account                                      303 200 200 200 200 200 200 200 200
/account/notifications                        303 200 200 200 200 200 200 200 200
/account/password                             303 200 200 200 200 200 200 200 200
/admin                                        303 403 403 303 403 404 404 303 303
/admin/audit                                  303 403 403 200 403 404 404 200 200
/admin/audit.csv                              303 403 403 200 403 404 404 200 200
/admin/companies                              303 404 404 404 404 404 404 404 200
/admin/companies.csv                          303 404 404 404 404 404 404 404 200
/admin/companies/{company}                    303 404 404 404 404 404 404 404 200
/admin/companies/add                          303 404 404 404 404 404 404 404 200
/admin/company                                303 403 403 200 403 404 404 404 404
/admin/downloads                              303 403 403 200 403 404 404 200 200
/admin/downloads.csv                          303 403 403 200 403 404 404 200 200
/admin/jobs                                   303 404 404 404 404 404 404 404 200
/admin/jobs.csv                               303 404 404 404 404 404 404 404 200
/admin/name-proposals                         303 404 404 404 404 200 200 404 404
/admin/name-proposals.csv                     303 404 404 404 404 200 200 404 404
/admin/people                                 303 403 403 200 403 404 404 404 200
/admin/people.csv                             303 403 403 200 403 404 404 404 200
/admin/people/{person}                        303 403 403 200 403 404 404 404 200
/admin/people/invite                          303 403 403 200 403 404 404 404 200
/certificates                                 303 200 200 200 200 200 200 200 404
/certificates.csv                             303 200 200 200 200 200 200 200 404
/certificates/{certificate}                   303 200 200 200 404 200 200 200 404
/certificates/{certificate}.pdf               303 200 200 200 404 200 200 200 404
/certificates/{certificate}/cover.pdf         303 200 200 200 404 404 404 404 404
/certificates/new                             303 404 404 404 404 200 200 404 404
/contact                                      200 200 200 200 200 200 200 200 200
/contact/received                             200 200 200 200 200 200 200 200 200
/coverage                                     303 403 200 200 403 200 404 200 404
/credits                                      303 404 404 404 404 200 200 200 404
/credits/accounts.csv                         303 404 404 404 404 200 200 200 404
/credits/accounts/NAOSHIMA-CU-recycled        303 404 404 404 404 200 200 200 404
/credits/accounts/NAOSHIMA-CU-recycled/entries.csv 303 404 404 404 404 200 200 200 404
/credits/check                                303 404 404 404 404 200 200 200 404
/credits/disallow/R-1                         303 404 404 404 404 404 200 404 404
/credits/entries/{entry}                      303 404 404 404 404 200 200 200 404
/credits/goods-return                         303 404 404 404 404 404 200 404 404
/credits/onward-use                           303 404 404 404 404 404 200 404 404
/credits/periods.csv                          303 404 404 404 404 200 200 200 404
/credits/periods/NAOSHIMA/2025-10-01          303 404 404 404 404 200 200 200 404
/credits/periods/NAOSHIMA/2025-10-01.pdf      303 404 404 404 404 200 200 200 404
/credits/periods/NAOSHIMA/2025-10-01.xlsx     303 404 404 404 404 200 200 200 404
/credits/periods/NAOSHIMA/2025-10-01/close    303 404 404 404 404 200 200 200 404
/credits/periods/NAOSHIMA/2025-10-01/production 303 404 404 404 404 404 200 404 404
/credits/policies                             303 404 404 404 404 200 200 200 404
/credits/policies.xlsx                        303 404 404 404 404 200 200 200 404
/credits/policies/2025-10-01                  303 404 404 404 404 200 200 200 404
/credits/policies/new                         303 404 404 404 404 404 200 404 404
/credits/receipts/R-1                         303 404 404 404 404 200 200 200 404
/credits/receive                              303 404 404 404 404 404 200 404 404
/credits/transfer                             303 404 404 404 404 404 200 404 404
/declarations                                 303 200 200 200 200 200 200 200 404
/declarations.csv                             303 200 200 200 200 200 200 200 404
/declarations/{declaration}                   303 200 200 200 404 200 200 200 404
/declarations/{declaration}.tlog-proof        303 200 200 200 404 200 200 200 404
/declarations/{declaration}.sum-proof.json    303 409 409 409 404 409 409 409 404
/declarations/{declaration}.pdf               303 200 200 200 404 200 200 200 404
/declarations/{declaration}.vc.jwt            303 200 200 200 404 200 200 200 404
/declarations/{declaration}/downloads.csv     303 404 404 404 404 200 200 200 404
/downloads                                    303 200 200 200 200 200 200 200 404
/downloads.csv                                303 200 200 200 200 200 200 200 404
/downloads/packs                              303 403 200 200 403 200 404 200 404
/downloads/packs.csv                          303 403 200 200 403 200 404 200 404
/downloads/packs/{pack}                       303 403 200 200 403 200 404 200 404
/downloads/packs/{pack}.zip                   303 403 303 303 403 303 404 303 404
/downloads/views                              303 200 200 200 200 200 200 200 404
/downloads/views/{view}                       303 200 404 404 404 404 404 404 404
/evidence                                     303 404 404 404 404 200 200 200 404
/evidence/electricity                         303 404 404 404 404 200 200 200 404
/evidence/electricity.csv                     303 404 404 404 404 200 200 200 404
/evidence/electricity/new                     303 404 404 404 404 404 200 404 404
/evidence/facts                               303 404 404 404 404 200 200 200 404
/evidence/facts.xlsx                          303 404 404 404 404 200 200 200 404
/evidence/facts/REM-SN                     303 404 404 404 404 200 200 200 404
/evidence/facts/REM-SN/new                 303 404 404 404 404 404 200 404 404
/evidence/issuer                              303 404 404 404 404 200 200 200 404
/evidence/issuer/new                          303 404 404 404 404 404 200 404 404
/evidence/verifications.csv                   303 404 404 404 404 200 200 200 404
/evidence/verifications/new                   303 404 404 404 404 404 200 404 404
/healthz                                      200 200 200 200 200 200 200 200 200
/imports                                      303 404 404 404 404 200 200 200 404
/imports.csv                                  303 404 404 404 404 200 200 200 404
/imports/{run}                                303 404 404 404 404 200 200 200 404
/imports/{run}/errors.csv                     303 404 404 404 404 200 200 200 404
/imports/hand-in                              303 404 404 404 404 200 200 404 404
/inbox                                        303 200 200 200 200 200 200 200 200
/inbox.csv                                    303 200 200 200 200 200 200 200 200
/inbox/{notice}                               303 303 404 404 404 404 404 404 404
/invitations/forged                          404 404 404 404 404 404 404 404 404
/messages                                     303 404 404 404 404 200 404 200 404
/messages.csv                                 303 404 404 404 404 200 404 200 404
/messages/{message}                           303 404 404 404 404 200 404 200 404
/news                                         200 200 200 200 200 200 200 200 200
/news/{note}                                  200 200 200 200 200 200 200 200 200
/news/{note}/change                           303 404 404 404 404 200 200 404 404
/news/new                                     303 404 404 404 404 200 200 404 404
/password-links/forged                       404 404 404 404 404 404 404 404 404
/products                                     200 200 200 200 200 200 200 200 200
/products.csv                                 200 200 200 200 200 200 200 200 200
/products/REM-SN                           200 200 200 200 200 200 200 200 200
/products/REM-SN/statement.pdf             200 200 200 200 200 200 200 200 200
/readyz                                       200 200 200 200 200 200 200 200 200
/register/                                    200 200 200 200 200 200 200 200 200
/register/checkpoint                          200 200 200 200 200 200 200 200 200
/register/periods/                            200 200 200 200 200 200 200 200 200
/register/periods/NAOSHIMA/2025-10-01         200 200 200 200 200 200 200 200 200
/register/periods/NAOSHIMA/2025-10-01.json    200 200 200 200 200 200 200 200 200
/register/periods/closed.csv                  200 200 200 200 200 200 200 200 200
/register/tile/0/000.p/1                      200 200 200 200 200 200 200 200 200
/requests                                     303 200 200 200 200 200 404 200 404
/requests.csv                                 303 200 200 200 200 200 404 200 404
/requests/{request}                           303 200 200 200 404 200 404 200 404
/requests/{request}/confirmation              303 200 200 200 404 200 404 200 404
/requests/drafts/{begun}/purpose              303 200 404 404 404 404 404 404 404
/requests/drafts/{begun}/shipments            303 200 404 404 404 404 404 404 404
/requests/drafts/{begun}/certificate          303 303 404 404 404 404 404 404 404
/requests/drafts/{begun}/document             303 200 404 404 404 404 404 404 404
/requests/drafts/{begun}/contact              303 200 404 404 404 404 404 404 404
/requests/drafts/{begun}/check                303 200 404 404 404 404 404 404 404
/requests/drafts/{begun}/cannot-be-declared   303 200 404 404 404 404 404 404 404
/sales-desk                                   303 404 404 404 404 200 404 200 404
/sales-desk/drafts/{draft}                    303 404 404 404 404 200 404 200 404
/sales-desk/drafts/{draft}/issue              303 404 404 404 404 200 404 404 404
/sales-desk/drafts/{draft}/preview.pdf        303 404 404 404 404 200 404 200 404
/sales-desk/prepare/SH-1                303 404 404 404 404 200 404 404 404
/sales-desk/queue.csv                         303 404 404 404 404 200 404 200 404
/sales-desk/replace/{declaration}             303 404 404 404 404 200 404 404 404
/sales-desk/requests                          303 404 404 404 404 200 404 200 404
/sales-desk/requests.csv                      303 404 404 404 404 200 404 200 404
/sales-desk/requests/{request}                303 404 404 404 404 200 404 200 404
/sales-desk/revoke/{declaration}              303 404 404 404 404 200 404 200 404
/shipments                                    303 200 200 200 200 200 200 200 404
/shipments.xlsx                               303 200 200 200 200 200 200 200 404
/shipments/SH-1                         303 200 200 200 404 200 200 200 404
/sign-in                                      200 303 303 303 303 303 303 303 303
/sign-out                                     200 200 200 200 200 200 200 200 200
/statements                                   303 403 200 200 403 200 404 200 404
/statements.csv                               303 403 200 200 403 200 404 200 404
/statements/new                               303 403 200 200 403 200 404 404 404
/statements/{statement}                       303 403 200 200 403 200 404 200 404
/statements/{statement}.ja.pdf                303 403 200 200 403 200 404 200 404
/statements/{statement}.xlsx                  303 403 200 200 403 200 404 200 404
/v/{verification}                             200 200 200 200 200 200 200 200 200
/v/forged.tlog-proof                          404 404 404 404 404 404 404 404 404
/verify                                       200 200 200 200 200 200 200 200 200
/verify/pack-keys.pem                         200 200 200 200 200 200 200 200 200
/verify/trust.json                            200 200 200 200 200 200 200 200 200
/verify/verify-declaration.py                 200 200 200 200 200 200 200 200 200
/wording/calculator                           303 200 200 200 200 200 200 200 404
"""


def rows():
    lines = [line.split() for line in TABLE.strip().splitlines()]
    return {page: [int(status) for status in statuses] for page, *statuses in lines}


def test_everybody_opens_what_is_theirs_and_nothing_else(browse, cast, things):
    browsers = {name: browse(person).client for name, person in cast.items()}

    found = {}
    for page, expected in rows().items():
        statuses = []
        for client in browsers.values():
            with client.get(page.format(**things)) as response:
                statuses.append(response.status_code)
        if statuses != expected:
            found[page] = statuses

    assert not found, "\n".join(f"{page} {statuses}" for page, statuses in found.items())


def test_every_page_stands_in_the_table(app):
    anything = dict.fromkeys(("declaration", "verification", "note", "request"), "x")
    anything |= dict.fromkeys(("draft", "run", "begun"), UUID(int=0))
    anything |= dict.fromkeys(
        ("message", "person", "company", "entry", "statement", "certificate", "notice"), 1
    )
    anything |= dict.fromkeys(("pack", "view"), 1)
    portal = app.url_map.bind("portal")

    named = {portal.match(page.format(**anything), "GET")[0] for page in rows()}

    known = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert named == known - {"static"}
