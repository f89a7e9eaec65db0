"""The requests of a company: their list, how far each one is, and what its people do with it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.declarations import DOCUMENT_LANGUAGE_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import (
    NEXT,
    ONE_PER_NAMES,
    REQUEST_KIND_NAMES,
    REQUEST_STATUS_NAMES,
    RequestStatus,
)
from remine_portal.persistence import declarations
from remine_portal.persistence.certificates import find_certificate
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.request_drafts import unsent_drafts
from remine_portal.persistence.request_search import number_of_request, page_of_requests
from remine_portal.persistence.requests import declarations_for, find_request
from remine_portal.services import requesting
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.languages import gettext
from remine_portal.web.listing import chips, key_place, page_links, size_links, turn_asked_for
from remine_portal.web.requests import blueprint
from remine_portal.web.requests.expectations import events_of, expectation, expected_day, name_of
from remine_portal.web.requests.forms import ReplyForm, RequestFilterForm, WithdrawalForm
from remine_portal.web.requests.way import address_to_go_on


@blueprint.route("/requests")
@requires(Permission.REQUESTS_READ)
def list_requests() -> ResponseReturnValue:
    filters = RequestFilterForm(request.args)
    with reading() as work:
        if filters.q.data and (number := number_of_request(work, filters.q.data)):
            return redirect(url_for("requests.show_request", number=number), 303)
        filters.offer(all_customers(work) if actor().is_staff else [])
        page = page_of_requests(work, filters.wanted(), turn_asked_for(key_place))
        return render_template(
            "requests/list_requests.html",
            filter=filters,
            chips=chips(filters),
            requests=page.rows,
            total=page.total,
            unsent=unsent_drafts(work) if actor().may(Permission.REQUESTS_MAKE) else [],
            links=page_links(page, lambda row: str(row.id)),
            sizes=size_links(),
            expected_day=expected_day,
            go_on=address_to_go_on,
            name_of=name_of,
            kind_names=REQUEST_KIND_NAMES,
            status_names=REQUEST_STATUS_NAMES,
        )


@blueprint.route("/requests/<number>")
@requires(Permission.REQUESTS_READ)
def show_request(number: str) -> ResponseReturnValue:
    return _page(number, ReplyForm(), WithdrawalForm())


@blueprint.route("/requests/<number>/reply", methods=["POST"])
@requires(Permission.REQUESTS_MAKE)
def reply(number: str) -> ResponseReturnValue:
    form = ReplyForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                requesting.reply(work, find_request(work, number) or abort(404), form.reply.data)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Your reply has been sent to the sales desk."))
            return redirect(url_for("requests.show_request", number=number), 303)
    return _page(number, form, WithdrawalForm())


@blueprint.route("/requests/<number>/withdraw", methods=["POST"])
@requires(Permission.REQUESTS_MAKE)
def withdraw(number: str) -> ResponseReturnValue:
    form = WithdrawalForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                found = find_request(work, number) or abort(404)
                requesting.withdraw(work, found, form.reason.data or "")
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The request has been withdrawn."))
            return redirect(url_for("requests.show_request", number=number), 303)
    return _page(number, ReplyForm(), form)


def _page(number: str, reply_form: ReplyForm, withdrawal: WithdrawalForm) -> str:
    """Who may make a request may go on with those of their company."""
    with reading() as work:
        made = find_request(work, number) or abort(404)
        named = [each.shipment_id for each in made.shipments]
        return render_template(
            "requests/show_request.html",
            made=made,
            form=withdrawal if withdrawal.errors else reply_form,
            reply_form=reply_form,
            withdrawal=withdrawal,
            question=made.events[-1].words if made.status is RequestStatus.QUESTION else None,
            can_withdraw=RequestStatus.WITHDRAWN in NEXT[made.status],
            expectation=expectation(made, work.today),
            name_of=name_of,
            events=events_of(made, declarations_for(work, made)),
            declared=declarations.current_numbers(work, named),
            certificate=find_certificate(work, made.certificate_id or 0),
            kind_names=REQUEST_KIND_NAMES,
            status_names=REQUEST_STATUS_NAMES,
            one_per_names=ONE_PER_NAMES,
            language_names=DOCUMENT_LANGUAGE_NAMES,
        )
