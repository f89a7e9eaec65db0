"""The public pages: type what is printed, or scan the code, and get the verdict."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.catalog import SERIES_TITLES
from remine_portal.domain.people import Permission
from remine_portal.services import verification
from remine_portal.services.verification import Verdict
from remine_portal.web.access import reading, requires
from remine_portal.web.verify import blueprint
from remine_portal.web.verify.forms import VerifyForm


@blueprint.route("/verify")
@requires(Permission.PUBLIC)
def verify_document() -> ResponseReturnValue:
    form = VerifyForm(request.args)
    asked = "number" in request.args or "code" in request.args
    if not asked or not form.validate():
        return render_template("verify/verify_document.html", form=form)
    with reading() as work:
        found = verification.find_verification_id(
            work, number=form.number.data, code=form.code.data
        )
    if found is None:
        return _show(None)
    lang = request.args.get("lang")
    return redirect(url_for("verify.show_verdict", verification_id=found, lang=lang), 303)


@blueprint.route("/V/<string:verification_id>")
@blueprint.route("/v/<string:verification_id>")
@requires(Permission.PUBLIC)
def show_verdict(verification_id: str) -> ResponseReturnValue:
    """In capitals as well, because that is how the printed QR code says it."""
    with reading() as work:
        return _show(verification.verdict_on(work, verification_id))


def _show(verdict: Verdict | None) -> ResponseReturnValue:
    """Every kind of miss is one page, so that nobody learns what was nearly right."""
    page = render_template(
        "verify/show_verdict.html",
        verdict=verdict,
        series=SERIES_TITLES[verdict.series] if verdict else None,
    )
    return page, 200 if verdict else 404
