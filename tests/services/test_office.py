"""Where the keys are, by the settings."""

import pytest

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import NoSigningService, Use
from remine_portal.documents.signing_process import SigningProcess
from remine_portal.documents.time_stamps import TimeStamps
from remine_portal.outbound.mail import MailFolder
from remine_portal.outbound.mail_server import MailServer
from remine_portal.services.office import Office
from remine_portal.settings import Settings

PRODUCTION = {
    "REMINE_ENV": "production",
    "REMINE_BASE_URL": "https://declarations.example",
    "REMINE_SECRET_KEY": "k" * 48,
}


@pytest.fixture
def office(tmp_path):
    """The office of these variables of the environment."""

    def of(**environment) -> Office:
        return Office.of(
            Settings.from_environment({"REMINE_DATA_DIR": str(tmp_path), **environment})
        )

    return of


def test_development_keeps_its_keys_in_the_data_folder(office, tmp_path):
    assert office().keys == KeyFolder(tmp_path / "keys")


def test_production_asks_the_signing_process(office, tmp_path):
    keys = office(**PRODUCTION, REMINE_SIGNER=f"unix:{tmp_path}/socket").keys

    assert keys == SigningProcess(tmp_path / "socket")


def test_without_a_signing_process_production_signs_nothing_whatever_the_folder_holds(
    office, tmp_path
):
    KeyFolder(tmp_path / "keys").published(Use.DOCUMENT)

    keys = office(**PRODUCTION).keys

    with pytest.raises(NoSigningService):
        keys.sign(Use.DOCUMENT, b"please")
    with pytest.raises(NoSigningService):
        keys.published(Use.DOCUMENT)


def test_mails_land_in_a_folder_in_development_and_wait_in_production(office, tmp_path):
    assert office().mailer == MailFolder(tmp_path / "mail", "no-reply@127.0.0.1")
    assert office(**PRODUCTION).mailer is None


def test_mails_go_to_the_server_that_is_named(office):
    named = {"REMINE_MAIL_URL": "smtp://a:b@mail.example", "REMINE_MAIL_FROM": "us@remine.example"}
    mailer = office(**PRODUCTION, **named).mailer

    assert mailer == MailServer("mail.example", 587, "us@remine.example", user="a", password="b")


def test_signatures_are_stamped_where_an_authority_is_named(office):
    assert office().time_stamps is None
    stamping = office(REMINE_TIMESTAMP_URL="http://tsa.example/").time_stamps
    assert stamping == TimeStamps("http://tsa.example/")
