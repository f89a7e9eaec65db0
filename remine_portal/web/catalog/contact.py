"""Where "please contact us" leads: a message to the sales desk."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.evidence import issuer_statement
from remine_portal.services import correspondence
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.catalog import blueprint
from remine_portal.web.catalog.forms import ContactForm
from remine_portal.web.subjects import SUBJECTS


@blueprint.route("/contact", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def contact() -> ResponseReturnValue:
    form = ContactForm(request.form, data=known())
    if form.submitted():
        try:
            with writing() as work:
                correspondence.receive_message(work, form.message)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("catalog.message_received"), 303)

    with reading() as work:
        return render_template("catalog/contact.html", form=form, issuer=issuer_statement(work))


def known() -> dict[str, str | None]:
    """What the portal knows already, so that nobody types it again."""
    subject = request.args.get("subject")
    return {
        "name": actor().name if actor().signed_in else "",
        "email": actor().email,
        "company": actor().customer_name,
        "subject": subject if subject in SUBJECTS else "product",
    }


@blueprint.route("/contact/received")
@requires(Permission.PUBLIC)
def message_received() -> ResponseReturnValue:
    return render_template("catalog/message_received.html")
