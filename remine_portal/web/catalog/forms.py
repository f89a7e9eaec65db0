"""What visitors fill in to write to us, and staff to tell everybody."""

from __future__ import annotations

from typing import Any

from wtforms import Form, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import StopValidation

from remine_portal.domain.errors import N_
from remine_portal.services.correspondence import Message, Note
from remine_portal.services.invitations import ADDRESS, NoAddress
from remine_portal.web.forms import AtMost, DayField, Enter, Leave, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext
from remine_portal.web.subjects import SUBJECTS


class Address:
    """Looks like an email address; whether it is one, only a letter would show."""

    def __call__(self, _form: Form, field: Any) -> None:
        if not ADDRESS.fullmatch(field.data or ""):
            raise StopValidation(gettext(NoAddress.sentence))


class ContactForm(PortalForm):
    """A message to the sales desk."""

    name = StringField(lazy_gettext("Name"), [Enter(N_("Enter your name")), AtMost(100)])
    email = StringField(
        lazy_gettext("Email address"),
        [Enter(N_("Enter your email address")), AtMost(254), Address()],
    )
    company = StringField(lazy_gettext("Company"), [Leave(), AtMost(200)])
    subject = RadioField(
        lazy_gettext("What is it about?"),
        choices=[SelectChoice(key, lazy_gettext(words)) for key, words in SUBJECTS.items()],
        validators=[Enter(N_("Choose what it is about"))],
    )
    body = TextAreaField(lazy_gettext("Message"), [Enter(N_("Enter your message")), AtMost(4000)])

    @property
    def message(self) -> Message:
        return Message(
            name=self.name.data,
            email=self.email.data,
            subject=self.subject.data,
            body=self.body.data,
            company=self.company.data or None,
        )


class NoteForm(PortalForm):
    """A note for the news page, in both languages."""

    published_on = DayField(
        lazy_gettext("Date"), [Enter(N_("Enter the date of the note, like 2026-11-23"))]
    )
    title_en = StringField(
        lazy_gettext("Title in English"), [Enter(N_("Enter the title in English")), AtMost(200)]
    )
    body_en = TextAreaField(
        lazy_gettext("Text in English"), [Enter(N_("Enter the text in English")), AtMost(10_000)]
    )
    title_ja = StringField(
        lazy_gettext("Title in Japanese"), [Enter(N_("Enter the title in Japanese")), AtMost(200)]
    )
    body_ja = TextAreaField(
        lazy_gettext("Text in Japanese"), [Enter(N_("Enter the text in Japanese")), AtMost(10_000)]
    )

    @property
    def note(self) -> Note:
        assert self.published_on.data, "the form is filled in well"
        return Note(
            published_on=self.published_on.data,
            title_en=self.title_en.data,
            title_ja=self.title_ja.data,
            body_en=self.body_en.data,
            body_ja=self.body_ja.data,
        )
