"""Every document of a company: declarations, and certificates that were released to it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.domain.declarations import DOCUMENT_LANGUAGE_NAMES, STATUS_NAMES, Status
from remine_portal.domain.people import Permission
from remine_portal.persistence.certificate_releases import releases_to
from remine_portal.persistence.certificates import ReleaseRow
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.declaration_search import has_ended, page_of_declarations
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.paging import Page
from remine_portal.persistence.saved_views import saved_views
from remine_portal.persistence.shipment_search import products_shipped
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.downloads import blueprint
from remine_portal.web.downloads.forms import (
    CERTIFICATES,
    KIND_OF_SERIES,
    KINDS,
    DocumentFilterForm,
    OrderPackForm,
    SaveViewForm,
)
from remine_portal.web.listing import (
    address,
    chips,
    key_place,
    page_links,
    size_links,
    turn_asked_for,
)
from remine_portal.web.validity import state_of


@blueprint.route("/downloads")
@requires(Permission.DECLARATIONS_READ)
def list_documents() -> ResponseReturnValue:
    with reading() as work:
        form = filters_asked_for(work)
        page = _page(work, form)
        return render_template(
            "downloads/list_documents.html",
            filter=form,
            chips=chips(form),
            declarations=page.rows,
            certificates=released(work, form),
            total=page.total or 0,
            links=page_links(page, lambda row: str(row.id)),
            sizes=size_links(),
            has_ended=not form.status.data and has_ended(work),
            all_url=address(status="all"),
            views=saved_views(work),
            order=OrderPackForm(),
            view=SaveViewForm(),
            today=work.today,
            day_in_japan=lambda moment: moment.astimezone(JAPAN).date(),
            state_of=state_of,
            status_names=STATUS_NAMES,
            language_names=DOCUMENT_LANGUAGE_NAMES,
            kinds=KINDS,
            kind_of_series=KIND_OF_SERIES,
        )


def filters_asked_for(work: UnitOfWork) -> DocumentFilterForm:
    """What the address, or a form that repeats it, narrows documents to."""
    form = DocumentFilterForm(request.values)
    form.offer(products_shipped(work), all_customers(work) if actor().is_staff else [])
    return form


def _page(work: UnitOfWork, form: DocumentFilterForm) -> Page[DeclarationRow]:
    if form.kind.data == CERTIFICATES:
        return Page([], has_previous=False, has_next=False)
    return page_of_declarations(work, form.wanted(), turn_asked_for(key_place))


def released(work: UnitOfWork, form: DocumentFilterForm) -> list[ReleaseRow]:
    """The certificates of the reader's company, or of the one that staff look at, narrowed too."""
    company = actor().customer_id or form.wanted().customer_id
    if company is None or not actor().may(Permission.CERTIFICATES_READ):
        return []
    return [each for each in releases_to(work, company) if _is_wanted(each, form)]


def _is_wanted(release: ReleaseRow, form: DocumentFilterForm) -> bool:
    """A certificate has no status or language of ours, so whoever asks for those gets none."""
    certificate, wanted = release.certificate, form.wanted()
    if form.kind.data not in ("", CERTIFICATES) or wanted.language:
        return False
    if wanted.statuses is not None and Status.ISSUED not in wanted.statuses:
        return False
    named = " ".join((certificate.title, certificate.issuer, certificate.reference)).casefold()
    products = {each.product_code for each in certificate.scopes}
    return (
        (wanted.text or "").casefold() in named
        and (wanted.product_code is None or wanted.product_code in products)
        and (wanted.issued_from is None or wanted.issued_from <= release.released_on)
        and (wanted.issued_to is None or release.released_on <= wanted.issued_to)
    )
