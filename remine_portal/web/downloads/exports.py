"""The list of documents as a file, and the list of packs."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.declarations import DOCUMENT_LANGUAGE_NAMES, STATUS_NAMES
from remine_portal.domain.errors import N_
from remine_portal.domain.packs import PACK_STATE_NAMES
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import page_of_declarations
from remine_portal.persistence.packs import page_of_packs
from remine_portal.services import packs
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.downloads import blueprint
from remine_portal.web.downloads.documents import filters_asked_for, released
from remine_portal.web.downloads.forms import (
    CERTIFICATES,
    KIND_OF_SERIES,
    KINDS,
    DocumentFilterForm,
)
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.validity import state_of

COLUMNS = (
    N_("Type"),
    N_("Number"),
    N_("Company"),
    N_("Product"),
    N_("Shipment"),
    N_("Issued on"),
    N_("Status"),
    N_("Document language"),
    N_("Size (bytes)"),
    N_("SHA-256"),
)

PACK_COLUMNS = (
    N_("Pack"),
    N_("Ordered at"),
    N_("Company"),
    N_("Ordered by"),
    N_("Declarations"),
    N_("Status as of"),
    N_("State"),
    N_("Size (bytes)"),
    N_("SHA-256"),
)


@blueprint.route("/downloads.<any(csv, xlsx):form>")
@requires(Permission.DECLARATIONS_READ)
def export_documents(form: str) -> ResponseReturnValue:
    with reading() as work:
        filters = filters_asked_for(work)
        return table_response(COLUMNS, _rows(work, filters), name="documents", form=form)


def _rows(work: UnitOfWork, filters: DocumentFilterForm) -> Iterator[tuple[Value, ...]]:
    """Declarations as listed, then certificates, in the order of COLUMNS."""
    if filters.kind.data != CERTIFICATES:
        for some in slices(
            lambda turn: page_of_declarations(work, filters.wanted(), turn), lambda row: (row.id,)
        ):
            for each in some:
                yield (
                    gettext(KINDS[KIND_OF_SERIES[each.series]]),
                    each.number,
                    in_language(each.customer.name),
                    in_language(each.product.name),
                    each.shipment.shipment_no,
                    each.issued_at,
                    gettext(STATUS_NAMES[each.status]),
                    gettext(DOCUMENT_LANGUAGE_NAMES[each.language]),
                    each.pdf_bytes,
                    each.pdf_sha256,
                )
    for release in released(work, filters):
        certificate = release.certificate
        yield (
            gettext(KINDS[CERTIFICATES]),
            certificate.reference,
            actor().customer_name,
            in_language(release.scope),
            None,
            release.released_on,
            state_of(certificate.certificate, work.today)[1],
            None,
            certificate.file_bytes,
            certificate.sha256,
        )


@blueprint.route("/downloads/packs.<any(csv, xlsx):form>")
@requires(Permission.PACKS_ORDER)
def export_packs(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(PACK_COLUMNS, _packs(work), name="packs", form=form)


def _packs(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    """A row a pack, in the order of PACK_COLUMNS."""
    for some in slices(lambda turn: page_of_packs(work, turn), lambda row: (row.id,)):
        for each in some:
            yield (
                each.id,
                each.ordered_at,
                in_language(each.customer.name),
                each.ordered_by.name,
                each.documents,
                each.as_of,
                gettext(PACK_STATE_NAMES[packs.state_of(work, each)]),
                each.bytes,
                each.sha256,
            )
