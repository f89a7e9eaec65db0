"""Issued declarations, to read and to download."""

from functools import partial
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.documents.pictures import attributed_bar, content_bar
from remine_portal.domain.attributed_declarations import attribution_in
from remine_portal.domain.buyers_claims import may_say, must_not_say
from remine_portal.domain.catalog import Series
from remine_portal.domain.claims import MUST_NOT_SAY
from remine_portal.domain.content_declarations import figures_of
from remine_portal.domain.declarations import (
    DOCUMENT_LANGUAGE_NAMES,
    STATUS_NAMES,
    ship_date_in,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import RequestStatus
from remine_portal.persistence import declarations
from remine_portal.persistence.corrections import returns_of
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import (
    has_ended,
    number_of_declaration,
    page_of_declarations,
)
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.requests import requests_naming
from remine_portal.persistence.shipment_search import products_shipped
from remine_portal.services import registering
from remine_portal.services.balance_publishing import is_stated
from remine_portal.services.certificates import in_force_for
from remine_portal.services.downloads import record_download
from remine_portal.web.access import actor, noting, reading, requires
from remine_portal.web.belongings import blobs, settings
from remine_portal.web.declaration_filter import DeclarationFilterForm
from remine_portal.web.declarations import blueprint
from remine_portal.web.declarations.after_issue import became_of
from remine_portal.web.languages import language
from remine_portal.web.listing import (
    address,
    chips,
    key_place,
    page_links,
    size_links,
    turn_asked_for,
)
from remine_portal.web.pdf import pdf_response


@blueprint.route("/declarations")
@requires(Permission.DECLARATIONS_READ)
def list_declarations() -> ResponseReturnValue:
    form = DeclarationFilterForm(request.args)
    with reading() as work:
        if form.q.data and (number := number_of_declaration(work, form.q.data)):
            return redirect(url_for("declarations.show_declaration", number=number), 303)
        form.offer(products_shipped(work), all_customers(work) if actor().is_staff else [])
        page = page_of_declarations(work, form.wanted(), turn_asked_for(key_place))
        return render_template(
            "declarations/list_declarations.html",
            filter=form,
            chips=chips(form),
            declarations=page.rows,
            total=page.total,
            links=page_links(page, lambda row: str(row.id)),
            sizes=size_links(),
            has_ended=not form.status.data and has_ended(work),
            all_url=address(status="all"),
            status_names=STATUS_NAMES,
            language_names=DOCUMENT_LANGUAGE_NAMES,
        )


@blueprint.route("/declarations/<number>")
@requires(Permission.DECLARATIONS_READ)
def show_declaration(number: str) -> ResponseReturnValue:
    with reading() as work:
        declaration = declarations.find_declaration(work, number) or abort(404)
        downloads = declarations.downloads_of(work, declaration)
        return render_template(
            "declarations/show_declaration.html",
            declaration=declaration,
            **stated_by(declaration),
            **became_of(work, declaration, downloads),
            **wording_of(work, declaration),
            downloads=downloads,
            certificates=in_force_for(work, declaration),
            requests=requests_naming(
                work, declaration, RequestStatus.APPROVED, RequestStatus.ISSUED
            ),
            is_stated=is_stated(work, declaration),
            entry=registering.issue_of(work, declaration),
            shipped_on=ship_date_in(declaration.snapshot),
            verify_url=f"{settings().base_url}/v/{declaration.verification_id}",
            status_names=STATUS_NAMES,
            language_names=DOCUMENT_LANGUAGE_NAMES,
        )


def stated_by(declaration: DeclarationRow) -> dict[str, Any]:
    """What it says of the metal, or attributes to it: never both."""
    if declaration.series is Series.ISO_22095:
        return {
            "figures": [],
            "attribution": attribution_in(declaration.snapshot),
            "bar": partial(attributed_bar, language=language()),
        }
    return {
        "figures": figures_of(declaration.snapshot),
        "attribution": None,
        "bar": partial(content_bar, language=language()),
    }


def wording_of(work: UnitOfWork, declaration: DeclarationRow) -> dict[str, Any]:
    """What its buyer may say of it, and what never; of copper the sentence names a mass."""
    names_a_mass = declaration.series is Series.ISO_22095
    returns = returns_of(work, declaration.draft_id) if names_a_mass else []
    return {
        "came_back": Mass.total(each.net_mass for each in returns),
        "may_say": may_say(declaration.snapshot),
        "never_said": must_not_say(declaration.snapshot),
        "never_said_in_general": MUST_NOT_SAY[declaration.series],
    }


@blueprint.route("/declarations/<number>.pdf")
@requires(Permission.DECLARATIONS_READ)
def download_declaration(number: str) -> ResponseReturnValue:
    """The very bytes that were issued. Whose they are is asked again, and the taking written down.

    It is written before the first byte leaves: a log that can lack a download is none.
    """
    with reading() as work:
        declaration = declarations.find_declaration(work, number) or abort(404)
        content = blobs().get(declaration.pdf_sha256)
    if request.method == "GET":
        with noting() as work:
            record_download(work, declaration)
    return pdf_response(content, f"{declaration.number}.pdf")
