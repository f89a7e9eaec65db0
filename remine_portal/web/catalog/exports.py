"""The list of products as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.catalog import SERIES_TITLES, Series
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.domain.series_wording import NO_FIGURE
from remine_portal.persistence.catalog import ProductRow, all_products
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services.product_statements import figure_of
from remine_portal.web.access import reading, requires
from remine_portal.web.catalog import blueprint
from remine_portal.web.exported_claims import IN_THE_METAL, in_the_metal
from remine_portal.web.exporting import table_response
from remine_portal.web.languages import gettext, in_language

COLUMNS = (
    N_("Product"),
    N_("Code"),
    N_("Series"),
    N_("What is claimed"),
    *IN_THE_METAL,
    N_("Verified by"),
    N_("Site"),
)


@blueprint.route("/products.<any(csv, xlsx):form>")
@requires(Permission.PUBLIC)
def export_products(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(COLUMNS, _exported(work), name="products", form=form)


def _exported(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    for product in all_products(work):
        figure = figure_of(product)
        attributed = product.series is Series.ISO_22095
        yield (
            in_language(product.name),
            product.code,
            SERIES_TITLES[product.series],
            gettext("Attributed by mass balance") if attributed else gettext("In the metal"),
            *in_the_metal(
                [figure] if figure else [], otherwise=in_language(NO_FIGURE[product.series])
            ),
            _published(product, "verifier"),
            _published(product, "place"),
        )


def _published(product: ProductRow, topic: str) -> str:
    fact = product.fact(topic)
    return in_language(fact.statement) if fact else gettext("Not published")
