"""Verifications, electricity evidence and published facts as files."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.domain.published_facts import TOPICS
from remine_portal.persistence.catalog import all_products, sites_by_code
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.evidence import electricity_rows, verification_rows
from remine_portal.web.access import reading, requires
from remine_portal.web.evidence import blueprint
from remine_portal.web.evidence.electricity import replaced_among
from remine_portal.web.evidence.views import state_of
from remine_portal.web.exported_claims import IN_THE_METAL, in_the_metal
from remine_portal.web.exporting import table_response
from remine_portal.web.languages import gettext, in_language

VERIFICATION_COLUMNS = (
    N_("Reference"),
    N_("Product"),
    N_("Site"),
    *IN_THE_METAL,
    N_("Standard"),
    N_("Verifier"),
    N_("Valid from"),
    N_("Valid until"),
    N_("Status"),
)
ELECTRICITY_COLUMNS = (
    N_("Site"),
    N_("First day"),
    N_("Last day"),
    N_("Used"),
    N_("Covered"),
    N_("Unit"),
    N_("Covered (%)"),
    N_("Certificates or contract"),
    N_("Numbers"),
    N_("Day of retirement"),
    N_("Document"),
    N_("What it permits"),
)
FACT_COLUMNS = (
    N_("Product"),
    N_("Code"),
    N_("Topics with a fact"),
    *IN_THE_METAL,
)


@blueprint.route("/verifications.<any(csv, xlsx):form>")
@requires(Permission.EVIDENCE_READ)
def export_verifications(form: str) -> ResponseReturnValue:
    with reading() as work:
        rows = _verifications(work)
        return table_response(VERIFICATION_COLUMNS, rows, name="verifications", form=form)


def _verifications(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    products = {each.code: each for each in all_products(work)}
    sites = sites_by_code(work)
    for row in verification_rows(work):
        verification = row.verification
        yield (
            row.reference,
            in_language(products[row.product_code].name),
            in_language(sites[row.site_code].name),
            *in_the_metal([verification.figure]),
            verification.standard,
            row.verifier,
            row.valid_from,
            row.valid_to,
            state_of(row, work.today)[1],
        )


@blueprint.route("/electricity.<any(csv, xlsx):form>")
@requires(Permission.EVIDENCE_READ)
def export_electricity(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(
            ELECTRICITY_COLUMNS, _electricity(work), name="electricity", form=form
        )


def _electricity(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    rows = electricity_rows(work)
    replaced = replaced_among(rows)
    sites = sites_by_code(work)
    for row in rows:
        record = row.record
        yield (
            in_language(sites[row.site_code].name),
            row.first_day,
            row.last_day,
            record.consumed_mwh,
            record.covered_mwh,
            "MWh",
            row.evidence.covered_percent,
            record.instrument,
            record.certificate_ids,
            record.retired_on,
            record.document,
            _permitted(row.evidence.covers_everything, replaced=row.id in replaced),
        )


def _permitted(covers_everything: bool, *, replaced: bool) -> str:
    if replaced:
        return gettext("Replaced by a newer entry")
    if covers_everything:
        return gettext("A note of 100 %% renewable") % {}
    return gettext("No note: coverage is below 100 %%") % {}


@blueprint.route("/facts.<any(csv, xlsx):form>")
@requires(Permission.EVIDENCE_READ)
def export_facts(form: str) -> ResponseReturnValue:
    with reading() as work:
        rows = []
        for product in all_products(work):
            content = product.fact("recycled_content")
            figures = [content.figure] if content and content.figure else []
            topics = (in_language(title) for topic, title in TOPICS.items() if product.fact(topic))
            rows.append(
                (
                    in_language(product.name),
                    product.code,
                    ", ".join(topics),
                    *in_the_metal(figures, otherwise=gettext("Not published")),
                )
            )
        return table_response(FACT_COLUMNS, rows, name="published-facts", form=form)
