"""The list of declarations as a file, and who took one of them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, request
from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.attributed_declarations import attribution_in
from remine_portal.domain.catalog import SERIES_TITLES, Series
from remine_portal.domain.content_declarations import figures_of
from remine_portal.domain.declarations import (
    DOCUMENT_LANGUAGE_NAMES,
    STATUS_NAMES,
    ship_date_in,
)
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence import declarations
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import DeclarationFilter, page_of_declarations
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.shipment_search import products_shipped
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.declaration_filter import DeclarationFilterForm
from remine_portal.web.declarations import blueprint
from remine_portal.web.exported_claims import CHARACTERISTICS, IN_THE_METAL, in_the_metal
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.languages import gettext, in_language

COLUMNS = (
    N_("Declaration"),
    N_("Issued on"),
    N_("Company"),
    N_("Product"),
    N_("Series"),
    N_("Shipment"),
    N_("Shipped on"),
    *IN_THE_METAL,
    N_("Attributed by mass balance, recycled material (kg)"),
    N_("Attributed by mass balance, material from end-of-life vehicles (kg)"),
    N_("Document language"),
    N_("Status"),
    N_("SHA-256 of the PDF"),
    N_("Size (bytes)"),
)

DOWNLOAD_COLUMNS = (
    N_("Declaration"),
    N_("Downloaded at"),
    N_("Name"),
    N_("Email address"),
    N_("Company"),
)


@blueprint.route("/declarations.<any(csv, xlsx):form>")
@requires(Permission.DECLARATIONS_READ)
def export_declarations(form: str) -> ResponseReturnValue:
    filters = DeclarationFilterForm(request.args)
    with reading() as work:
        filters.offer(products_shipped(work), all_customers(work) if actor().is_staff else [])
        rows = _exported(work, filters.wanted())
        return table_response(COLUMNS, rows, name="declarations", form=form)


def _exported(work: UnitOfWork, wanted: DeclarationFilter) -> Iterator[tuple[Value, ...]]:
    """A row a declaration, in the order of COLUMNS."""
    for some in slices(
        lambda turn: page_of_declarations(work, wanted, turn, snapshots=True),
        lambda row: (row.id,),
    ):
        for each in some:
            yield (
                each.number,
                each.issued_at,
                in_language(each.customer.name),
                in_language(each.product.name),
                SERIES_TITLES[each.series],
                each.shipment.shipment_no,
                ship_date_in(each.snapshot),
                *_stated_by(each),
                gettext(DOCUMENT_LANGUAGE_NAMES[each.language]),
                gettext(STATUS_NAMES[each.status]),
                each.pdf_sha256,
                each.pdf_bytes,
            )


def _stated_by(declaration: DeclarationRow) -> tuple[Value, ...]:
    """What it says is in the metal, or what it attributes; the columns of the other stay blank."""
    nothing = (None,) * len(CHARACTERISTICS)
    if declaration.series is Series.ISO_14021:
        return (*in_the_metal(figures_of(declaration.snapshot)), *nothing)
    shares = attribution_in(declaration.snapshot).shares
    attributed = {each.characteristic: each.attributed_kg for each in shares}
    return (*in_the_metal([]), *(attributed.get(each) for each in CHARACTERISTICS))


@blueprint.route("/declarations/<number>/downloads.<any(csv, xlsx):form>")
@requires(Permission.DECLARATIONS_READ)
def export_downloads(number: str, form: str) -> ResponseReturnValue:
    """Who took the document: for the staff, as on its page."""
    if not actor().is_staff:
        abort(404)
    with reading() as work:
        declaration = declarations.find_declaration(work, number) or abort(404)
        rows = [
            (
                number,
                download.downloaded_at,
                person.name,
                person.email,
                in_language(person.customer.name)
                if person.customer
                else gettext("Mitsubishi Materials"),
            )
            for download, person in declarations.downloads_of(work, declaration)
        ]
        return table_response(DOWNLOAD_COLUMNS, rows, name=f"{number}-downloads", form=form)
