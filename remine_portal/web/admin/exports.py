"""People, companies, proposed names and the audit trail as files."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request
from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.jobs import JOB_NAMES
from remine_portal.domain.people import ROLE_NAMES, Permission
from remine_portal.persistence import audit, customers, jobs, people
from remine_portal.persistence.audit import DownloadFilter
from remine_portal.persistence.database import UnitOfWork
from remine_portal.web.access import reading, requires
from remine_portal.web.admin import blueprint
from remine_portal.web.admin.downloads import narrowed_downloads
from remine_portal.web.admin.events import name_event
from remine_portal.web.admin.forms import DOCUMENT_NAMES, AuditFilterForm, SearchForm
from remine_portal.web.admin.jobs import whom_they_reach
from remine_portal.web.admin.telling import Telling
from remine_portal.web.exporting import SLICE, slices, table_response
from remine_portal.web.languages import gettext, in_language

PEOPLE_COLUMNS = (
    N_("Name"),
    N_("Email address"),
    N_("Role"),
    N_("Company"),
    N_("Last seen"),
    N_("Disabled at"),
)
COMPANY_COLUMNS = (
    N_("Code"),
    N_("Name in Japanese"),
    N_("Name in English"),
    N_("Postal address"),
    N_("People with an account"),
    N_("Disabled at"),
)
PROPOSAL_COLUMNS = (
    N_("Code"),
    N_("Japanese name on file"),
    N_("English name on file"),
    N_("Japanese name from the ERP"),
    N_("English name from the ERP"),
    N_("Imported"),
)
DOWNLOAD_COLUMNS = (
    N_("When"),
    N_("Document"),
    N_("Document number"),
    N_("Name"),
    N_("Email address"),
    N_("Company"),
)
EVENT_COLUMNS = (
    N_("When"),
    N_("Event"),
    N_("Concerning"),
    N_("By"),
    N_("Company"),
    N_("Details"),
)

JOB_COLUMNS = (
    N_("Job"),
    N_("Concerning"),
    N_("Ordered on"),
    N_("Tries"),
    N_("Why it failed"),
)


@blueprint.route("/admin/people.<any(csv, xlsx):form>")
@requires(Permission.PEOPLE_MANAGE)
def export_people(form: str) -> ResponseReturnValue:
    words, _ = SearchForm(request.args).narrowed()
    with reading() as work:
        return table_response(PEOPLE_COLUMNS, _people(work, words), name="people", form=form)


def _people(work: UnitOfWork, words: str) -> Iterator[tuple[Value, ...]]:
    after = ""
    while some := people.people_from(work, words=words, after=after, limit=SLICE):
        for person in some:
            yield (
                person.name,
                person.email,
                gettext(ROLE_NAMES[person.role]),
                in_language(person.customer.name) if person.customer else None,
                person.last_seen_at,
                person.disabled_at,
            )
        after = some[-1].email


@blueprint.route("/admin/companies.<any(csv, xlsx):form>")
@requires(Permission.COMPANIES_MANAGE)
def export_companies(form: str) -> ResponseReturnValue:
    words, _ = SearchForm(request.args).narrowed()
    with reading() as work:
        rows = _companies(work, words)
        return table_response(COMPANY_COLUMNS, rows, name="companies", form=form)


def _companies(work: UnitOfWork, words: str) -> Iterator[tuple[Value, ...]]:
    after = ""
    while some := customers.companies_from(work, words=words, after=after, limit=SLICE):
        counts = people.count_people(work, [each.id for each in some])
        for company in some:
            yield (
                company.code,
                company.name_ja,
                company.name_en,
                company.address,
                counts.get(company.id, 0),
                company.disabled_at,
            )
        after = some[-1].code


@blueprint.route("/admin/name-proposals.<any(csv, xlsx):form>")
@requires(Permission.COMPANY_NAMES_DECIDE)
def export_name_proposals(form: str) -> ResponseReturnValue:
    with reading() as work:
        rows = [
            (
                each.customer.code,
                each.customer.name_ja,
                each.customer.name_en,
                each.name_ja,
                each.name_en,
                each.proposed_at,
            )
            for each in customers.open_proposals(work)
        ]
        return table_response(PROPOSAL_COLUMNS, rows, name="name-proposals", form=form)


@blueprint.route("/admin/audit.<any(csv, xlsx):form>")
@requires(Permission.AUDIT_READ)
def export_audit_trail(form: str) -> ResponseReturnValue:
    filters = AuditFilterForm(request.args)
    filters.offer()
    with reading() as work:
        rows = _events(work, filters.event.data, filters.words())
        return table_response(EVENT_COLUMNS, rows, name="audit-trail", form=form)


def _events(work: UnitOfWork, event: str, words: str) -> Iterator[tuple[Value, ...]]:
    telling = Telling.to(work.actor, work)
    for some in slices(
        lambda turn: audit.page_of_events(work, turn, event=event, words=words),
        lambda row: (row.id,),
    ):
        for each in some:
            yield (
                each.done_at,
                name_event(each.event),
                each.subject,
                telling.by(each.done_by),
                in_language(each.customer.name) if each.customer else None,
                telling.detail(each),
            )


@blueprint.route("/admin/downloads.<any(csv, xlsx):form>")
@requires(Permission.AUDIT_READ)
def export_downloads(form: str) -> ResponseReturnValue:
    with reading() as work:
        rows = _downloads(work, narrowed_downloads(work).wanted())
        return table_response(DOWNLOAD_COLUMNS, rows, name="download-log", form=form)


def _downloads(work: UnitOfWork, wanted: DownloadFilter) -> Iterator[tuple[Value, ...]]:
    for some in slices(
        lambda turn: audit.page_of_downloads(work, turn, wanted), lambda row: (row.id,)
    ):
        names = people.names_of(work, {each.done_by for each in some})
        for each in some:
            yield (
                each.done_at,
                gettext(DOCUMENT_NAMES[each.event]),
                each.subject,
                names.get(each.done_by),
                each.done_by,
                in_language(each.customer.name) if each.customer else None,
            )


@blueprint.route("/admin/jobs.<any(csv, xlsx):form>")
@requires(Permission.JOBS_MANAGE)
def export_jobs(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(JOB_COLUMNS, _jobs(work), name="failed-jobs", form=form)


def _jobs(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    for some in slices(lambda turn: jobs.parked_jobs(work, turn), lambda row: (row.id,)):
        reached = whom_they_reach(work, some)
        for job in some:
            about = reached.get(job.id, job.about)
            yield gettext(JOB_NAMES[job.kind]), about, job.ordered_at, job.tries, job.failure
