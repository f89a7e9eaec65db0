"""What comes by mail beside the inbox: each person chooses."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.services import notifying
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.belongings import office
from remine_portal.web.inbox import blueprint
from remine_portal.web.inbox.forms import MailChoiceForm
from remine_portal.web.languages import gettext


@blueprint.route("/account/notifications", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def choose_notifications() -> ResponseReturnValue:
    form = MailChoiceForm(request.form)
    with reading() as work:
        chosen = notifying.kinds_by_mail(work)
    form.offer(list(chosen))
    if form.submitted():
        with writing() as work:
            notifying.choose_mails(work, form.wanted)
        flash(gettext("Your choice has been saved."))
        return redirect(url_for("inbox.choose_notifications"), 303)
    form.kinds.data = [kind.value for kind, by_mail in chosen.items() if by_mail]
    return render_template(
        "inbox/choose_notifications.html", form=form, sends_mail=office().mailer is not None
    )
