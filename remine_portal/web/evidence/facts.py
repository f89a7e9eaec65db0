"""Published facts: what the catalogue says of each product, and adding to it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.published_facts import TOPICS
from remine_portal.persistence.catalog import all_products, find_product
from remine_portal.services import cataloguing
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.evidence import blueprint
from remine_portal.web.evidence.forms import FactForm
from remine_portal.web.languages import gettext


@blueprint.route("/facts")
@requires(Permission.EVIDENCE_READ)
def list_facts() -> ResponseReturnValue:
    with reading() as work:
        return render_template(
            "evidence/list_facts.html", products=all_products(work), topics=TOPICS
        )


@blueprint.route("/facts/<string:code>")
@requires(Permission.EVIDENCE_READ)
def show_facts(code: str) -> ResponseReturnValue:
    with reading() as work:
        product = find_product(work, code) or abort(404)
        return render_template(
            "evidence/show_facts.html",
            product=product,
            topics=TOPICS,
            current={fact.id for topic in TOPICS if (fact := product.fact(topic))},
        )


@blueprint.route("/facts/<string:code>/new", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_WRITE)
def publish_fact(code: str) -> ResponseReturnValue:
    with reading() as work:
        product = find_product(work, code) or abort(404)
        form = FactForm(request.form)
        form.offer(product.series)
    if form.submitted():
        try:
            with writing() as work:
                cataloguing.add_fact(work, code, form.fact)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The fact is published in the catalogue"))
            return redirect(url_for("evidence.show_facts", code=code), 303)

    return render_template("evidence/publish_fact.html", form=form, product=product)
