"""Companies: what staff keep of them, and whether their people may come in."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import ROLE_NAMES, Permission
from remine_portal.persistence import customers, people
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services import companies
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.admin import blueprint
from remine_portal.web.admin.forms import CompanyForm, NewCompanyForm, SearchForm
from remine_portal.web.languages import gettext
from remine_portal.web.listing import address

A_PAGE = 50


@blueprint.route("/admin/companies")
@requires(Permission.COMPANIES_MANAGE)
def list_companies() -> ResponseReturnValue:
    form = SearchForm(request.args)
    words, after = form.narrowed()
    with reading() as work:
        found = customers.companies_from(work, words=words, after=after, limit=A_PAGE + 1)
        return render_template(
            "admin/list_companies.html",
            filter=form,
            companies=found[:A_PAGE],
            total=customers.count_companies_named(work, words),
            people=people.count_people(work, [each.id for each in found]),
            next_url=address(after=found[A_PAGE - 1].code) if len(found) > A_PAGE else None,
            first_url=address() if after else None,
        )


@blueprint.route("/admin/companies/add", methods=["GET", "POST"])
@requires(Permission.COMPANIES_MANAGE)
def add_company() -> ResponseReturnValue:
    form = NewCompanyForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                customer = companies.add_company(work, form.code.data, form.facts)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The company has been added."))
            return redirect(url_for("admin.show_company", customer_id=customer.id), 303)
    return render_template("admin/add_company.html", form=form)


@blueprint.route("/admin/companies/<int:customer_id>", methods=["GET", "POST"])
@requires(Permission.COMPANIES_MANAGE)
def show_company(customer_id: int) -> ResponseReturnValue:
    form = CompanyForm(request.form)
    if form.submitted():
        with writing() as work:
            companies.change_company(work, _find(work, customer_id), form.facts)
        flash(gettext("The company has been changed."))
        return redirect(url_for("admin.show_company", customer_id=customer_id), 303)
    with reading() as work:
        customer = _find(work, customer_id)
        return render_template(
            "admin/show_company.html",
            form=form if request.method == "POST" else CompanyForm(obj=customer),
            customer=customer,
            people=people.people_of_company(work, customer.id),
            role_names=ROLE_NAMES,
        )


@blueprint.route("/admin/companies/<int:customer_id>/disable", methods=["POST"])
@requires(Permission.COMPANIES_MANAGE)
def disable_company(customer_id: int) -> ResponseReturnValue:
    with writing() as work:
        companies.disable_company(work, _find(work, customer_id))
    flash(gettext("The company is disabled, and all its people are signed out."))
    return redirect(url_for("admin.show_company", customer_id=customer_id), 303)


@blueprint.route("/admin/companies/<int:customer_id>/enable", methods=["POST"])
@requires(Permission.COMPANIES_MANAGE)
def enable_company(customer_id: int) -> ResponseReturnValue:
    with writing() as work:
        companies.enable_company(work, _find(work, customer_id))
    flash(gettext("The company is enabled. Its people can sign in again."))
    return redirect(url_for("admin.show_company", customer_id=customer_id), 303)


def _find(work: UnitOfWork, customer_id: int) -> CustomerRow:
    return customers.find_customer_by_id(work, customer_id) or abort(404)
