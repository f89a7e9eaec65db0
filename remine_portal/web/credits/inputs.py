"""One input: booked by hand, looked at with all that came of it, and found not eligible."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence import corrections, credit_entries
from remine_portal.persistence.catalog import sites_by_code
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.receipts import ReceiptRow, find_receipt
from remine_portal.services import correcting, receiving
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.forms import DisallowForm, ReceiptForm
from remine_portal.web.credits.showing import entries_said, policy_in_force
from remine_portal.web.languages import gettext


@blueprint.route("/receive", methods=["GET", "POST"])
@requires(Permission.CREDITS_WRITE)
def receive_input() -> ResponseReturnValue:
    form = ReceiptForm(request.form)
    with reading() as work:
        form.offer(sites_by_code(work).values(), work.today)
        policy = policy_in_force(work)
    if form.submitted():
        try:
            with writing() as work:
                receiving.book_receipt(work, form.receipt, late=form.late.data)
        except Refusal as refusal:
            form.show(refusal)
        else:
            number = form.receipt_no.data
            flash(gettext("Receipt %(number)s is booked") % {"number": number})
            return redirect(url_for("credits.show_receipt", number=number), 303)

    return render_template("credits/receive_input.html", form=form, policy=policy)


@blueprint.route("/receipts/<path:number>", merge_slashes=False)
@requires(Permission.CREDITS_READ)
def show_receipt(number: str) -> ResponseReturnValue:
    with reading() as work:
        said = _said_of(work, find_receipt(work, number) or abort(404))
        entries = credit_entries.entries_of_batches(work, said["batch_ids"])
        return render_template("credits/show_receipt.html", **said, **entries_said(work, entries))


@blueprint.route("/disallow/<path:number>", methods=["GET", "POST"], merge_slashes=False)
@requires(Permission.CREDITS_WRITE)
def disallow_input(number: str) -> ResponseReturnValue:
    """Its consequences are shown before, and its number is typed."""
    with reading() as work:
        receipt = find_receipt(work, number) or abort(404)
    form = DisallowForm(request.form)
    form.expect(receipt.receipt_no)
    if form.submitted():
        try:
            with writing() as work:
                drew = correcting.disallow_input(work, receipt.receipt_no, note=form.note.data)
        except Refusal as refusal:
            form.show(refusal)
        else:
            _tell(receipt, drew)
            return redirect(url_for("credits.show_receipt", number=receipt.receipt_no), 303)

    with reading() as work:
        receipt = find_receipt(work, number) or abort(404)
        said = _said_of(work, receipt)
        return render_template("credits/disallow_input.html", form=form, **said)


def _said_of(work: UnitOfWork, receipt: ReceiptRow) -> dict[str, Any]:
    """The input, what is left of its credits to strike off, and whom that would concern."""
    batch_ids = [each.id for each in corrections.batches_of_receipt(work, receipt.id)]
    return {
        "receipt": receipt,
        "batch_ids": batch_ids,
        "site": sites_by_code(work)[receipt.site_code],
        "characteristics": CHARACTERISTIC_NAMES,
        "struck_off_kg": corrections.struck_off_kg(work, receipt.id),
        "deficits": credit_entries.deficits_of_receipt(work, receipt.id),
        "drew": corrections.declarations_drawing_on(work, batch_ids),
    }


def _tell(receipt: ReceiptRow, drew: list[DeclarationRow]) -> None:
    """What was done, and the declarations that stand on credits which are no more."""
    flash(gettext("The credits of %(number)s are struck off") % {"number": receipt.receipt_no})
    if drew:
        numbers = ", ".join(each.number for each in drew)
        flash(
            gettext("These declarations drew on it and must be looked at: %(numbers)s")
            % {"numbers": numbers},
            "error",
        )
