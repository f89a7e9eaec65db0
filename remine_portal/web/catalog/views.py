"""The two series and their products, and what the standards say."""

from functools import partial

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.documents.pictures import content_bar
from remine_portal.documents.statement import render_statement
from remine_portal.documents.wording import NO_DECLARATION
from remine_portal.domain.catalog import SERIES_TITLES, Series
from remine_portal.domain.claims import notices_for
from remine_portal.domain.people import Permission
from remine_portal.domain.series_wording import IN_SHORT, NO_FIGURE, STANDARD
from remine_portal.persistence.catalog import all_products, find_product
from remine_portal.services.product_statements import (
    as_of,
    figure_of,
    product_statement,
)
from remine_portal.web.access import reading, requires
from remine_portal.web.catalog import blueprint
from remine_portal.web.languages import LANGUAGES, language


@blueprint.route("/products")
@requires(Permission.PUBLIC)
def list_products() -> ResponseReturnValue:
    with reading() as work:
        return render_template(
            "catalog/list_products.html",
            products=all_products(work),
            series=list(Series),
            series_titles=SERIES_TITLES,
            in_short=IN_SHORT,
            standard=STANDARD,
            no_figure=NO_FIGURE,
            figure_of=figure_of,
            notices_for=notices_for,
            as_of=as_of,
            bar=partial(content_bar, language=language(), size="small"),
        )


@blueprint.route("/products/<string:code>")
@requires(Permission.PUBLIC)
def show_product(code: str) -> ResponseReturnValue:
    with reading() as work:
        product = find_product(work, code) or abort(404)
        statement = product_statement(work, product, language())
        return render_template(
            "catalog/show_product.html",
            product=product,
            statement=statement,
            in_short=IN_SHORT[product.series],
            no_declaration=NO_DECLARATION,
            is_service=product.series is Series.ISO_22095,
            bar=content_bar(statement.figure, language=language()) if statement.figure else None,
        )


@blueprint.route("/products/<string:code>/statement.pdf")
@requires(Permission.PUBLIC)
def print_statement(code: str) -> ResponseReturnValue:
    """The page on paper, in the language of `?language=`, else in the page's."""
    asked = request.args.get("language")
    printed = asked if asked in LANGUAGES else language()
    with reading() as work:
        product = find_product(work, code) or abort(404)
        statement = product_statement(work, product, printed)
    response = make_response(render_statement(statement))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = (
        f'inline; filename="{product.code}-statement-{printed}.pdf"'
    )
    return response


@blueprint.route("/about")
@requires(Permission.PUBLIC)
def about() -> ResponseReturnValue:
    return render_template("catalog/about.html")
