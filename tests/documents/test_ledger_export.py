"""The whole ledger for other programs: bean-check gives a second opinion on the books."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from beancount import loader
from beancount.core import realization
from beancount.ops import validation

from remine_portal.documents.ledger_export import (
    Ledger,
    LedgerAccount,
    write_beancount,
    write_entries_csv,
)
from remine_portal.domain.credits import Characteristic, Reason, Standing
from remine_portal.domain.reconciliation import EntryLine
from remine_portal.services.ledger_exporting import export_ledger
from tests.full_ledger import everything_happens

ACCOUNT = LedgerAccount(
    "NAOSHIMA-CU-recycled", "Cu", Characteristic.RECYCLED, {Standing.AVAILABLE: 100}
)
STANDINGS = (Standing.AVAILABLE, Standing.RESERVED, Standing.ATTRIBUTED, Standing.EXPIRED)
BOOKED = EntryLine(
    id=1,
    account=ACCOUNT.name,
    batch_id=7,
    reason=Reason.BOOK_INPUT,
    kilograms=100,
    effective_on=date(2026, 7, 9),
    posted_at=datetime(2026, 7, 9, 16, 5, tzinfo=UTC),
    posted_by="credits@remine.example",
    receipt_no="R2607-0001",
)


@pytest.fixture
def bean_check(tmp_path):
    """What bean-check reads in a file, and everything that it finds wrong with it."""

    def check(written):
        file = tmp_path / "ledger.beancount"
        file.write_text(written)
        entries, errors, _ = loader.load_file(
            str(file), extra_validations=validation.HARDCORE_VALIDATIONS
        )
        return entries, [each.message for each in errors]

    return check


def a_ledger(*entries):
    return Ledger(date(2026, 8, 20), [ACCOUNT], [(date(2026, 7, 1), each) for each in entries])


def reckoned(entries, account):
    """What beancount finds in an account: available, reserved, attributed, expired."""
    everything = realization.realize(entries)
    names = [account.standing(each) for each in STANDINGS]
    balances = [realization.get(everything, name).balance for name in names]
    return [int(each.get_currency_units(account.commodity).number) for each in balances]


def test_bean_check_comes_to_the_same_positions(books, desk, bean_check):
    everything_happens(books, desk)
    assert {each.reason for each in books.entries()} == set(Reason)

    with books.writing() as work:
        exported = export_ledger(work)
    entries, errors = bean_check(write_beancount(exported))

    assert not errors
    for account in exported.accounts:
        shown = books.position(account.name)
        assert reckoned(entries, account) == [
            shown.available_kg,
            shown.reserved_kg,
            shown.attributed_kg,
            shown.expired_kg,
        ]
    assert books.position("NAOSHIMA-CU-elv").reserved_kg == 10_000


def test_what_has_fallen_due_is_posted_before_it_is_exported(books, bean_check):
    """28. Expiry takes effect by its date, and the export stands for the day it is made."""
    books.receive(kg=100)
    books.now = books.now.replace(year=2029)

    with books.writing() as work:
        exported = export_ledger(work)

    [recycled, _] = exported.accounts
    assert (recycled.standings[Standing.AVAILABLE], recycled.standings[Standing.EXPIRED]) == (
        0,
        100,
    )
    assert not bean_check(write_beancount(exported))[1]


def test_bean_check_refuses_a_kilogram_too_many(bean_check):
    account = replace(ACCOUNT, standings={Standing.AVAILABLE: 101})

    _, errors = bean_check(write_beancount(replace(a_ledger(BOOKED), accounts=[account])))

    [error] = errors
    assert "Assets:Available:NAOSHIMA-CU-recycled" in error


def test_an_entry_keeps_what_it_refers_to(bean_check):
    note = 'A "quoted" \\ note\nof two lines'
    entry = replace(BOOKED, note=note, corrects_id=3, shipment_no="SH-1")

    entries, errors = bean_check(write_beancount(a_ledger(entry)))

    assert not errors
    [transaction] = [each for each in entries if hasattr(each, "postings")]
    assert (transaction.payee, transaction.narration) == ("book-input", note)
    assert {name: str(said) for name, said in transaction.meta.items()}.items() >= {
        "entry": "1",
        "batch": "7",
        "period": "2026-07-01",
        "receipt": "R2607-0001",
        "shipment": "SH-1",
        "posted-by": "credits@remine.example",
        "posted-at": "2026-07-09T16:05:00Z",
        "corrects": "3",
    }.items()


def test_an_empty_ledger_is_in_order(bean_check):
    empty = Ledger(date(2026, 8, 20), [], [])

    assert bean_check(write_beancount(empty)) == ([], [])


def test_a_spreadsheet_reads_from_where_to_where_and_no_formula():
    entry = replace(BOOKED, note="=1+1")

    columns, row = csv.reader(write_entries_csv(a_ledger(entry)).decode("utf-8-sig").splitlines())

    said = dict(zip(columns, row, strict=True))
    assert (said["from"], said["to"], said["kilograms"]) == ("outside", "available", "100")
    assert (said["period"], said["effective_on"]) == ("2026-07-01", "2026-07-09")
    assert said["posted_at"] == "2026-07-09T16:05:00Z"
    assert said["note"] == "'=1+1"
