"""The public pages: type what is printed, or scan the code, and get the verdict."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.catalog import SERIES_TITLES
from remine_portal.domain.endings import CAUSE_NAMES
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services import verification
from remine_portal.services.verification import DayAnswer, Verdict
from remine_portal.web.access import reading, requires
from remine_portal.web.belongings import office
from remine_portal.web.verify import blueprint
from remine_portal.web.verify.forms import DayForm, FileForm, VerifyForm


@blueprint.route("/verify")
@requires(Permission.PUBLIC)
def verify_document() -> ResponseReturnValue:
    form = VerifyForm(request.args)
    asked = "number" in request.args or "code" in request.args
    if not asked or not form.validate():
        return render_template("verify/verify_document.html", form=form, file_form=FileForm())
    with reading() as work:
        found = verification.find_verification_id(
            work, number=form.number.data, code=form.code.data
        )
    if found is None:
        return _not_found()
    lang = request.args.get("lang")
    return redirect(url_for("verify.show_verdict", verification_id=found, lang=lang), 303)


@blueprint.route("/V/<typed:verification_id>")
@blueprint.route("/v/<typed:verification_id>")
@requires(Permission.PUBLIC)
def show_verdict(verification_id: str) -> ResponseReturnValue:
    """In capitals as well, because that is how the printed QR code says it."""
    form = DayForm(request.args)
    with reading() as work:
        verdict = verification.verdict_on(work, verification_id, office=office())
        if verdict is None:
            return _not_found()
        return render_template(
            "verify/show_verdict.html",
            form=form,
            file_form=FileForm(),
            day_answer=_on_the_day(work, form, verdict),
            **told(verdict),
        )


def told(verdict: Verdict) -> dict[str, Any]:
    """What every page on a declaration of ours says of it."""
    return {
        "verdict": verdict,
        "series": SERIES_TITLES[verdict.series],
        "cause": CAUSE_NAMES[verdict.cause] if verdict.cause else None,
    }


def _on_the_day(work: UnitOfWork, form: DayForm, verdict: Verdict) -> DayAnswer | None:
    if not form.validate() or form.on.data is None:
        return None
    return verdict.on(form.on.data, work.today)


def _not_found() -> ResponseReturnValue:
    """Every kind of miss is one page, so that nobody learns what was nearly right."""
    return render_template("verify/not_found.html"), 404
