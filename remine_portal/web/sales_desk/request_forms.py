"""What the sales desk fills in to answer a request."""

from __future__ import annotations

from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import ValidationError

from remine_portal.domain.errors import N_
from remine_portal.web.forms import AtMost, Enter, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext

ANSWERS = {
    "approve": N_("Approve the request"),
    "ask": N_("Ask the customer a question first"),
    "decline": N_("Decline"),
}


class AnswerForm(PortalForm):
    """One of three answers, with words where they are needed."""

    answer = RadioField(
        lazy_gettext("Your answer"),
        [Enter(N_("Choose an answer"))],
        validate_choice=False,
        choices=[SelectChoice(each, lazy_gettext(words)) for each, words in ANSWERS.items()],
    )
    words = TextAreaField(lazy_gettext("Message to the customer"), [AtMost(2000)])

    def validate_answer(self, field: RadioField) -> None:
        """In our words, not the library's."""
        if field.data not in ANSWERS:
            raise ValidationError(gettext("Choose an answer"))

    def validate_words(self, field: TextAreaField) -> None:
        """A question and a no need words; a yes speaks for itself."""
        if self.answer.data in ("ask", "decline") and not field.data:
            raise ValidationError(gettext("Enter a message to the customer"))
