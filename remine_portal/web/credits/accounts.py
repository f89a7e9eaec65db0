"""One account: its balance by period, its entries, and each entry by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.documents.ledger_pictures import period_chart
from remine_portal.domain.credits import (
    CHARACTERISTIC_NAMES,
    MOVES,
    REASON_NAMES,
    STANDING_NAMES,
    Reason,
)
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.domain.periods import PeriodBalance
from remine_portal.persistence import credit_entries
from remine_portal.persistence.credit_entries import EntryFilter
from remine_portal.persistence.credit_positions import Position, positions_on
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import AccountRow, EntryRow, find_account
from remine_portal.persistence.periods import PeriodRow
from remine_portal.web.access import reading, requires
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.forms import EntryFilterForm
from remine_portal.web.credits.showing import entries_said, state_of
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.languages import gettext, language
from remine_portal.web.listing import chips, key_place, page_links, size_links, turn_asked_for

COLUMNS = (
    N_("Entry"),
    N_("Effective on"),
    N_("Reason"),
    N_("From"),
    N_("To"),
    N_("Credits"),
    N_("Unit"),
    N_("Batch"),
    N_("Usable until"),
    N_("Receipt"),
    N_("Shipment"),
    N_("Declaration"),
    N_("Balance period"),
    N_("Corrects"),
    N_("Corrected by"),
    N_("Note"),
    N_("Posted at"),
    N_("Posted by"),
)
"""Of the exported list."""

Balances = list[tuple[PeriodRow, PeriodBalance]]


@blueprint.route("/accounts/<string:name>")
@requires(Permission.CREDITS_READ)
def show_account(name: str) -> ResponseReturnValue:
    form = EntryFilterForm(request.args)
    with reading() as work:
        account = find_account(work, name) or abort(404)
        balances = credit_entries.balances_of(work, account)
        form.offer([period for period, _ in balances])
        page = credit_entries.page_of_entries(
            work, account.id, form.wanted(), turn_asked_for(key_place)
        )
        return render_template(
            "credits/show_account.html",
            account=account,
            characteristic=CHARACTERISTIC_NAMES[account.characteristic],
            position=positions_on(work, work.today).get(account.id, Position()),
            chosen=_chosen(balances, form.chosen_period, work.today),
            chart=period_chart([(row.period, each) for row, each in balances], language=language()),
            state_of=lambda period: state_of(period, work.today),
            filter=form,
            chips=chips(form),
            total=page.total,
            links=page_links(page, lambda row: str(row.id)),
            sizes=size_links(),
            **entries_said(work, page.rows),
        )


def _chosen(
    balances: Balances, period: PeriodRow | None, today: date
) -> tuple[PeriodRow, PeriodBalance, int] | None:
    """The period asked for, else that of today, else the last; with what expired in it."""
    for row, balance in reversed(balances):
        if row is period or (period is None and row.first_day <= today):
            return row, balance, balance.moved.get(Reason.EXPIRE, 0)
    return None


@blueprint.route("/accounts/<string:name>/entries.<any(csv, xlsx):form>")
@requires(Permission.CREDITS_READ)
def export_entries(name: str, form: str) -> ResponseReturnValue:
    """Every entry of the filtered list, not only of one page."""
    filters = EntryFilterForm(request.args)
    with reading() as work:
        account = find_account(work, name) or abort(404)
        filters.offer([period for period, _ in credit_entries.balances_of(work, account)])
        rows = _exported(work, account, filters.wanted())
        return table_response(COLUMNS, rows, name=f"{account.name}-entries", form=form)


def _exported(
    work: UnitOfWork, account: AccountRow, wanted: EntryFilter
) -> Iterator[tuple[Value, ...]]:
    """The lines of the export, in the order of COLUMNS."""
    for some in slices(
        lambda turn: credit_entries.page_of_entries(work, account.id, wanted, turn),
        lambda row: (row.id,),
    ):
        yield from _lines(work, some)


def _lines(work: UnitOfWork, entries: list[EntryRow]) -> Iterator[tuple[Value, ...]]:
    said = entries_said(work, entries)
    for entry in entries:
        draft = said["drafts"].get(entry.draft_id)
        reason, move = REASON_NAMES[entry.reason], MOVES[entry.reason]
        source, target = STANDING_NAMES[move.source], STANDING_NAMES[move.target]
        yield (
            entry.id,
            entry.effective_on,
            gettext(reason),
            gettext(source),
            gettext(target),
            entry.kilograms,
            "kg",
            entry.batch_id,
            entry.batch.expires_on,
            entry.batch.receipt.receipt_no,
            draft and draft.shipment.shipment_no,
            draft and draft.declaration and draft.declaration.number,
            entry.period.first_day,
            entry.corrects_id,
            ", ".join(map(str, said["corrected_by"].get(entry.id, []))),
            entry.note,
            entry.posted_at,
            entry.posted_by,
        )


@blueprint.route("/entries/<int:entry_id>")
@requires(Permission.CREDITS_READ)
def show_entry(entry_id: int) -> ResponseReturnValue:
    with reading() as work:
        entry = credit_entries.find_entry(work, entry_id) or abort(404)
        said: dict[str, Any] = entries_said(work, [entry])
        return render_template(
            "credits/show_entry.html",
            entry=entry,
            account=entry.batch.account,
            receipt=entry.batch.receipt,
            **said,
        )
