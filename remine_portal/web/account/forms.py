"""What is asked of people about themselves."""

from __future__ import annotations

from wtforms import EmailField, Form, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import StopValidation

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.passwords import WeakPassword
from remine_portal.services.accounts import WrongCurrentPassword
from remine_portal.web.formats import say
from remine_portal.web.forms import AtMost, Enter, PortalForm
from remine_portal.web.languages import LANGUAGES, gettext, lazy_gettext


class SameAs:
    """Typed twice alike, so that a slip does not shut its owner out."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: Form, field: PasswordField) -> None:
        if field.data != form[self.other].data:
            raise StopValidation(gettext("The two passwords differ. Enter the same one twice."))


class SignInForm(PortalForm):
    email = EmailField(
        lazy_gettext("Email address"), [Enter(N_("Enter your email address")), AtMost(254)]
    )
    password = PasswordField(lazy_gettext("Password"), [Enter(N_("Enter your password"))])


class NewPasswordForm(PortalForm):
    """A password to be, typed twice."""

    password = PasswordField(lazy_gettext("New password"), [Enter(N_("Enter a new password"))])
    again = PasswordField(
        lazy_gettext("New password again"),
        [Enter(N_("Enter the new password again")), SameAs("password")],
    )

    def show(self, refusal: Refusal) -> None:
        """What is wrong with the password is said beside it."""
        if isinstance(refusal, WeakPassword):
            self.password.errors = [say(refusal)]
        else:
            super().show(refusal)


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        lazy_gettext("Current password"), [Enter(N_("Enter your current password"))]
    )

    def show(self, refusal: Refusal) -> None:
        """And so with the current one."""
        if isinstance(refusal, WrongCurrentPassword):
            self.current.errors = [say(refusal)]
        else:
            super().show(refusal)


class AcceptInvitationForm(NewPasswordForm):
    name = StringField(lazy_gettext("Your name"), [Enter(N_("Enter your name")), AtMost(100)])


class LanguageForm(PortalForm):
    language = RadioField(
        lazy_gettext("Language"),
        [Enter(N_("Choose a language"))],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
