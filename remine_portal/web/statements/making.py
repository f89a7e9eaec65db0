"""Making a yearly statement, for the first time or anew."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.people import Permission
from remine_portal.persistence.customers import CustomerRow, all_customers, find_customer_by_id
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.shipped_years import first_ship_date
from remine_portal.services import yearly_statements
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.belongings import office, settings
from remine_portal.web.statements import blueprint
from remine_portal.web.statements.forms import APRIL, StatementForm


@blueprint.route("/statements/new", methods=["GET", "POST"])
@requires(Permission.STATEMENTS_MAKE)
def make_statement() -> ResponseReturnValue:
    form = StatementForm(request.form)
    with reading() as work:
        first = first_ship_date(work) or work.today
        form.offer(choosable(work), range(work.today.year, first.year - 2, -1))
        if request.method == "GET":
            form.year.data = str(FiscalYear.around(work.today, APRIL).first_day.year)
    if form.submitted():
        try:
            statement_id = made(form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("statements.show_statement", statement_id=statement_id), 303)
    return render_template("statements/make_statement.html", form=form)


def choosable(work: UnitOfWork) -> list[CustomerRow]:
    """Whose statements the actor may make: all companies', or the own one's."""
    if actor().is_staff:
        return all_customers(work)
    own = find_customer_by_id(work, actor().customer_id or 0)
    return [own] if own else abort(404)


def made(form: StatementForm) -> int:
    """The key of the new statement. It is printed between two transactions, for that takes long."""
    with reading() as work:
        (customer,) = (each for each in choosable(work) if each.code == form.company_code)
        reckoned = yearly_statements.reckon(work, customer, form.fiscal_year)
    address = f"{settings().base_url}{url_for('statements.list_statements')}"
    printed = yearly_statements.print_both(reckoned.figures, office=office(), address=address)
    with writing() as work:
        return yearly_statements.keep(work, reckoned, printed).id
