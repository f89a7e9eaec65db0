"""Putting a certificate on file, with the PDF as it was received."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from remine_portal.documents.received_pdf import LARGEST_FILE_MB
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.catalog import all_products, sites_by_code
from remine_portal.persistence.certificates import CertificateRow
from remine_portal.persistence.evidence import verification_rows
from remine_portal.persistence.policies import all_policies
from remine_portal.services import certificates
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.belongings import office
from remine_portal.web.certificates import blueprint
from remine_portal.web.certificates.forms import CertificateForm
from remine_portal.web.languages import gettext


@blueprint.route("/certificates/new", methods=["GET", "POST"])
@requires(Permission.CERTIFICATES_RELEASE)
def enter_certificate() -> ResponseReturnValue:
    form = CertificateForm(CombinedMultiDict([request.form, request.files]))
    with reading() as work:
        form.offer(all_products(work), sites_by_code(work), verification_rows(work))
        form.offer_guidelines(all_policies(work))
    if form.submitted():
        try:
            row = enter(form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The certificate is on file"))
            return redirect(url_for("certificates.show_certificate", certificate_id=row.id), 303)
    return render_template(
        "certificates/enter_certificate.html", form=form, largest_mb=LARGEST_FILE_MB
    )


def enter(form: CertificateForm) -> CertificateRow:
    """The file is looked into and kept first, so that no transaction waits for it."""
    file = certificates.keep_file(office(), form.content, form.file_name)
    with writing() as work:
        return certificates.enter(work, form.certificate, file)
