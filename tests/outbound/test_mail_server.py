"""Sending by SMTP: taken or certainly not taken, encrypted where possible."""

import smtplib
from contextlib import ExitStack, closing
from email import message_from_bytes
from email.policy import default

import pytest

from remine_portal.outbound.mail import NotSent
from remine_portal.outbound.mail_server import MailServer
from tests.letters import a_letter
from tests.post_office import HANG_UP, PostOffice, certificate_for_localhost

SENDER = "no-reply@remine.example"


@pytest.fixture
def opened():
    """Open a post office: `opened("STARTTLS", RCPT="550 no")`."""
    with ExitStack() as offices:

        def open_office(*extensions, **how):
            return offices.enter_context(closing(PostOffice(*extensions, **how)))

        yield open_office


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """A certificate of localhost, which this machine trusts for the test."""
    certificate = certificate_for_localhost(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


def send_to(office, user="", host="127.0.0.1"):
    MailServer.at(f"smtp://{user}{host}:{office.port}", SENDER).send(a_letter())


def test_the_server_gets_the_letter_once(opened):
    office = opened()

    send_to(office)

    assert [each for each in office.heard if each.startswith(("mail", "rcpt"))] == [
        f"mail FROM:<{SENDER}>",
        "rcpt TO:<haruka@acme.example>",
    ]
    (taken,) = office.taken
    message = message_from_bytes(taken, policy=default)
    assert message["Subject"] == "宣言書の発行：RM-2026-000001"
    assert "佐藤 遥" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "answers",
    [
        {"EHLO": HANG_UP},
        {"MAIL": "451 later"},
        {"RCPT": "550 nobody of that name"},
        {"RCPT": HANG_UP},
        {"DATA": "554 not from you"},
        {"letter": "452 no room"},
    ],
)
def test_what_is_refused_may_be_sent_again(opened, answers):
    office = opened(**answers)

    with pytest.raises(NotSent):
        send_to(office)

    assert not office.taken


def test_where_nobody_listens_the_letter_may_be_sent_again(opened):
    office = opened()
    office.close()

    with pytest.raises(NotSent, match="cannot be used"):
        send_to(office)


def test_when_the_connection_breaks_after_the_letter_nobody_knows(opened):
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send_to(opened(letter=HANG_UP))


def test_a_server_that_has_taken_the_letter_may_leave_without_a_word(opened):
    office = opened(QUIT=HANG_UP)

    send_to(office)

    assert len(office.taken) == 1


def test_what_the_server_can_encrypt_is_encrypted(opened, trusted):
    office = opened("STARTTLS", "AUTH PLAIN", certificate=trusted)

    send_to(office, user="portal:p%40ss@", host="localhost")

    assert "\0portal\0p@ss" in office.heard
    begun = office.heard.index("STARTTLS")
    assert all(each.endswith("(secret)") for each in office.heard[begun + 1 :] if "\0" not in each)
    assert len(office.taken) == 1


def test_a_server_that_proves_not_who_it_is_gets_nothing(opened, tmp_path):
    office = opened("STARTTLS", certificate=certificate_for_localhost(tmp_path))

    with pytest.raises(NotSent, match="certificate"):
        send_to(office, host="localhost")


def test_a_password_is_not_sent_in_the_clear(opened):
    office = opened("AUTH PLAIN")

    with pytest.raises(NotSent, match="no encryption"):
        send_to(office, user="portal:secret@")

    assert not [each for each in office.heard if "AUTH" in each]


def test_a_password_is_not_written_into_logs():
    server = MailServer.at("smtps://portal:secret@mail.example", SENDER)

    assert (server.port, server.password, server.encrypted) == (465, "secret", True)
    assert "secret" not in repr(server)
