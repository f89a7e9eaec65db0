"""Releasing a certificate on a request that waits, for those who do not work at the sales desk."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import RequestStatus
from remine_portal.persistence import requests
from remine_portal.persistence.requests import RequestRow
from remine_portal.services import requesting
from remine_portal.web.access import requires, writing
from remine_portal.web.certificates import blueprint
from remine_portal.web.formats import say
from remine_portal.web.languages import gettext


@blueprint.route("/certificates/<int:certificate_id>/releases", methods=["POST"])
@requires(Permission.CERTIFICATES_RELEASE)
def release_certificate(certificate_id: int) -> ResponseReturnValue:
    """Approve a request for this very certificate, which releases it (DOMAIN.md rule 11)."""
    number = request.form.get("request", "")
    try:
        with writing() as work:
            wanted: RequestRow = requests.find_request(work, number) or abort(404)
            if wanted.certificate_id != certificate_id:
                abort(404)
            if wanted.status is RequestStatus.RECEIVED:
                requesting.take(work, wanted)
            requesting.approve(work, wanted)
    except Refusal as refusal:
        flash(say(refusal), "error")
    else:
        flash(gettext("The certificate is released on request %(number)s") % {"number": number})
    return redirect(url_for("certificates.show_certificate", certificate_id=certificate_id), 303)
