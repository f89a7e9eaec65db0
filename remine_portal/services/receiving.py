"""Receipts: inputs held against what is booked, and booked as batches of credits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from remine_portal.documents.erp_rows import Problem
from remine_portal.documents.input_lines import read_receipts
from remine_portal.documents.tables import Table
from remine_portal.domain.batches import last_day_of
from remine_portal.domain.credits import METALS, Reason
from remine_portal.domain.errors import Refusal
from remine_portal.domain.periods import PeriodClosed
from remine_portal.domain.receipts import (
    InputAlreadyUsed,
    Receipt,
    TicketAlreadyUsed,
    refuse_used_elsewhere,
    refuse_without_evidence,
)
from remine_portal.domain.shipments import matching_key
from remine_portal.persistence import audit, catalog, ledger, periods, policies, receipts
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import Told
from remine_portal.persistence.ledger import AccountRow, BatchRow, Posting
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.policies import PolicyRow
from remine_portal.persistence.receipts import ReceiptRow, matching_ticket
from remine_portal.persistence.shipments import ImportRunRow
from remine_portal.services.bookkeeping import Books, cover_deficits, expire_batches, hold_books
from remine_portal.services.import_previews import Preview
from remine_portal.services.periods import open_period_on, period_on, policy_of

METAL = METALS[0]
"""Receipts state the copper they hold, and nothing else has credits."""


@dataclass(frozen=True, slots=True)
class ReceiptsPlan:
    """What a file would do."""

    preview: Preview[Receipt]


def plan_receipts(work: UnitOfWork, table: Table) -> ReceiptsPlan:
    """Hold every receipt of a file against what is booked. Changes nothing.

    An identical receipt is unchanged; one whose number or weight ticket is known with other content
    is refused (DOMAIN.md rule 14), and so is one outside every boundary or in a closed period.
    """
    read = read_receipts(table, site_codes=catalog.sites_by_code(work), today=work.today)
    known = OnFile(work, read.lines)
    new: list[Receipt] = []
    refused: list[Problem] = []
    for receipt in read.lines:
        try:
            if known.find(receipt) is None:
                _refuse_unbookable(work, receipt)
                new.append(receipt)
        except Refusal as refusal:
            refused.append(_problem(receipt, refusal))
    return ReceiptsPlan(
        Preview(
            new=new,
            changed=[],
            unchanged=len(read.lines) - len(new) - len(refused),
            problems=sorted([*read.problems, *refused], key=lambda problem: problem.row),
        )
    )


def write_receipts(
    work: UnitOfWork, plan: ReceiptsPlan, run: ImportRunRow, told: Told | None = None
) -> None:
    """Book what is new, boundary by boundary, in the order of receipt."""
    book_receipts(work, plan.preview.new, sample=run.sample)
    if told:
        told(len(plan.preview.new), len(plan.preview.new))


def book_receipt(work: UnitOfWork, receipt: Receipt, *, late: bool = False) -> None:
    """Book one input that staff entered; an identical one again changes nothing.

    `late` books an input of a closed period as an adjustment of the open one (DOMAIN.md rule 30).
    Refuses what lacks evidence (rule 13), is used already (rule 14), lies outside every boundary
    (rule 24), before the first period, or, unless late, in a closed one.
    """
    refuse_without_evidence(receipt)
    refuse_used_elsewhere(receipt)
    hold_books(work, _boundary_of(work, receipt), METAL)  # else a colleague may book it meanwhile
    if OnFile(work, [receipt]).find(receipt) is None:
        book_receipts(work, [receipt], late=late)
        audit.record(work, "receipt:booked", receipt.receipt_no)


def book_receipts(
    work: UnitOfWork, inputs: Iterable[Receipt], *, sample: bool = False, late: bool = False
) -> None:
    """Book inputs that are not on file, each as a batch of credits with its last day.

    Credits are contained metal × the factor of the policy in force on the day of receipt, rounded
    down (rules 12 and 31). An input without a characteristic is booked without credits.
    """
    rows = {row.effective_from: row for row in policies.policy_rows(work)}
    boundary = partial(_boundary_of, work)
    ordered = sorted(inputs, key=lambda each: (boundary(each), each.received_on, each.row))
    for name, of_boundary in groupby(ordered, boundary):
        books = hold_books(work, name, METAL)
        for receipt in of_boundary:
            policy = rows[policy_of(work, receipt.received_on).effective_from]
            _book(work, books, receipt, policy, sample=sample, late=late)
        expire_batches(work, books)
        cover_deficits(work, books)


class OnFile:
    """Receipts that are booked, by number and by weight ticket, however they are spelt."""

    def __init__(self, work: UnitOfWork, inputs: Sequence[Receipt]) -> None:
        numbers = {matching_key(each.receipt_no) for each in inputs}
        tickets = {_ticket(each) for each in inputs}
        rows = receipts.receipts_on_file(work, numbers, tickets)
        self.by_number: Mapping[str, ReceiptRow] = {row.matching_no: row for row in rows}
        self.by_ticket: Mapping[str, ReceiptRow] = {row.matching_ticket: row for row in rows}

    def find(self, receipt: Receipt) -> ReceiptRow | None:
        """The same receipt on file; refuses one that meets another under its number or ticket."""
        same_number = self.by_number.get(matching_key(receipt.receipt_no))
        if same_number is not None:
            if _stated(same_number) != _said(receipt):
                raise InputAlreadyUsed(receipt=receipt.receipt_no)
            return same_number
        if same_ticket := self.by_ticket.get(_ticket(receipt)):
            raise TicketAlreadyUsed(
                ticket=receipt.weight_ticket,
                supplier=receipt.supplier_ref,
                receipt=same_ticket.receipt_no,
            )
        return None


def _ticket(receipt: Receipt) -> str:
    return matching_ticket(receipt.supplier_ref, receipt.weight_ticket or "")


def _said(receipt: Receipt) -> tuple[object, ...]:
    return (
        receipt.site_code,
        receipt.received_on,
        receipt.material,
        receipt.characteristic,
        matching_key(receipt.supplier_ref),
        receipt.gross,
        receipt.assay_percent,
        matching_key(receipt.weight_ticket or ""),
        matching_key(receipt.assay_report or ""),
    )


def _stated(row: ReceiptRow) -> tuple[object, ...]:
    return (
        row.site_code,
        row.received_on,
        row.material,
        row.characteristic,
        matching_key(row.supplier_ref),
        row.gross_mass,
        row.assay_percent,
        matching_key(row.weight_ticket),
        matching_key(row.assay_report),
    )


def _refuse_unbookable(work: UnitOfWork, receipt: Receipt) -> None:
    """What would stop it, asked without opening a period."""
    boundary = _boundary_of(work, receipt)
    period = periods.period_with(work, boundary, METAL, receipt.received_on)
    if period is not None and period.is_closed:
        raise PeriodClosed(first_day=period.first_day, last_day=period.last_day)


def _boundary_of(work: UnitOfWork, receipt: Receipt) -> str:
    return policy_of(work, receipt.received_on).boundary_of(receipt.site_code)


def _problem(receipt: Receipt, refusal: Refusal) -> Problem:
    return Problem(
        row=receipt.row,
        column="receipt_no",
        value=receipt.receipt_no,
        reason=refusal.sentence,
        facts=refusal.facts,
        code=refusal.code,
    )


def _book(
    work: UnitOfWork, books: Books, receipt: Receipt, row: PolicyRow, *, sample: bool, late: bool
) -> None:
    find = open_period_on if late else period_on
    period = find(work, books.boundary, books.metal, receipt.received_on)
    if period.is_closed:
        raise PeriodClosed(first_day=period.first_day, last_day=period.last_day)
    booked = _row(books, receipt, row)
    booked.period_id = period.id
    booked.sample = sample or row.policy.sample
    booked.booked_by = work.actor.email or work.actor.name
    booked.booked_at = work.now
    work.session.add(booked)
    work.session.flush()
    if booked.characteristic is not None and booked.credited_kg:
        account = books.accounts[booked.characteristic]
        _bring_in(work, account, booked, period, row.policy.validity_months)


def _row(books: Books, receipt: Receipt, row: PolicyRow) -> ReceiptRow:
    """The receipt by the factor of its policy; by whom and for which period is still open."""
    factor = row.policy.conversion_factors[books.metal]
    return ReceiptRow(
        receipt_no=receipt.receipt_no,
        matching_no=matching_key(receipt.receipt_no),
        matching_ticket=_ticket(receipt),
        boundary=books.boundary,
        site_code=receipt.site_code,
        metal=books.metal,
        received_on=receipt.received_on,
        material=receipt.material,
        characteristic=receipt.characteristic,
        supplier_ref=receipt.supplier_ref,
        gross_mass=receipt.gross,
        unit=receipt.unit,
        assay_percent=receipt.assay_percent,
        weight_ticket=receipt.weight_ticket,
        assay_report=receipt.assay_report,
        policy_id=row.id,
        factor=factor,
        credited_kg=receipt.credited_kg(factor),
    )


def _bring_in(
    work: UnitOfWork,
    account: AccountRow,
    booked: ReceiptRow,
    period: PeriodRow,
    validity_months: int,
) -> None:
    """A batch for the credits of an input, and the entry that brings them in."""
    batch = BatchRow(
        account_id=account.id,
        receipt_id=booked.id,
        period_id=period.id,
        period_from=period.first_day,
        booked_on=booked.received_on,
        expires_on=last_day_of(booked.received_on, validity_months),
    )
    work.session.add(batch)
    work.session.flush()
    booking = Posting(
        batch_id=batch.id,
        reason=Reason.BOOK_INPUT,
        kilograms=booked.credited_kg,
        period_id=period.id,
        effective_on=booked.received_on,
    )
    ledger.post(work, [booking])
