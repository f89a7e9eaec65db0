"""Jobs that failed: people look at each, and let it be tried again or drop it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.jobs import JOB_NAMES, JobKind, JobState
from remine_portal.domain.people import Permission
from remine_portal.persistence import jobs, notices
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.jobs import JobRow
from remine_portal.services import jobs as working_jobs
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.admin import blueprint
from remine_portal.web.belongings import office
from remine_portal.web.languages import gettext
from remine_portal.web.listing import key_place, page_links, turn_asked_for


@blueprint.route("/admin/jobs")
@requires(Permission.JOBS_MANAGE)
def list_jobs() -> ResponseReturnValue:
    with reading() as work:
        page = jobs.parked_jobs(work, turn_asked_for(key_place))
        return render_template(
            "admin/list_jobs.html",
            jobs=page.rows,
            total=page.total,
            names=JOB_NAMES,
            reached=whom_they_reach(work, page.rows),
            waiting=jobs.count_jobs(work, JobState.WAITING, JobKind.MAIL),
            sends_mail=office().mailer is not None,
            links=page_links(page, lambda row: str(row.id)),
        )


@blueprint.route("/admin/jobs/<int:job_id>/try-again", methods=["POST"])
@requires(Permission.JOBS_MANAGE)
def try_job_again(job_id: int) -> ResponseReturnValue:
    _decide(job_id, working_jobs.try_again)
    flash(gettext("The job will be tried again at once."))
    return redirect(url_for("admin.list_jobs"), 303)


@blueprint.route("/admin/jobs/<int:job_id>/drop", methods=["POST"])
@requires(Permission.JOBS_MANAGE)
def drop_job(job_id: int) -> ResponseReturnValue:
    _decide(job_id, working_jobs.drop)
    flash(gettext("The job has been dropped and will not be done."))
    return redirect(url_for("admin.list_jobs"), 303)


def _decide(job_id: int, decision: Callable[[UnitOfWork, JobRow], None]) -> None:
    with writing() as work:
        decision(work, jobs.parked_job(work, job_id) or abort(404))


def whom_they_reach(work: UnitOfWork, rows: list[JobRow]) -> dict[int, str]:
    """The address that each mail goes to, by the key of its job."""
    mails = {row.id: int(row.about) for row in rows if row.kind is JobKind.MAIL}
    addresses = notices.addresses_of(work, mails.values())
    return {job_id: addresses[notice_id] for job_id, notice_id in mails.items()}
