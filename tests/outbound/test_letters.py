"""What leaves the house as a mail (QUALITY.md item 57)."""

from email import message_from_bytes
from email.policy import default

import pytest

from remine_portal.outbound.mail import MailFolder, NotSent
from tests.letters import a_letter

SENDER = "no-reply@remine.example"
ENDS_A_LINE = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"]


def read(letter):
    return message_from_bytes(letter.message(SENDER).as_bytes(), policy=default)


def test_it_says_the_same_as_text_and_as_html():
    message = read(a_letter())

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        assert "宣言書 RM-2026-000001 が発行されました。" in part.get_content()
        assert "https://remine.example/inbox/1" in part.get_content()


def test_its_head_says_who_writes_and_where_to_stop_it():
    message = read(a_letter())

    assert message["From"] == f"REMINE <{SENDER}>"
    assert message["To"] == "haruka@acme.example"
    assert message["List-Unsubscribe"] == "<https://remine.example/account/notifications>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ja"
    assert message["Message-ID"] == "<notice-1-0123456789abcdef@remine.example>"


def test_the_same_letter_is_the_same_message_to_the_byte():
    assert a_letter().message(SENDER).as_bytes() == a_letter().message(SENDER).as_bytes()


@pytest.mark.parametrize("end", ENDS_A_LINE)
@pytest.mark.parametrize("part", ["subject", "recipient", "key", "language"])
def test_nobody_adds_a_line_to_its_head(part, end):
    injected = a_letter(**{part: f"haruka@acme.example{end}Bcc: everybody@rival.example"})

    with pytest.raises(ValueError, match=r".+"):
        read(injected)


@pytest.mark.parametrize(
    "address", ["nobody", "a@b@c", "a, b@acme.example", "<a@acme.example>", "花@acme.example", ""]
)
def test_it_goes_to_one_address_that_servers_can_take(address):
    with pytest.raises(ValueError, match=r".+"):
        read(a_letter(recipient=address))


def test_what_people_are_called_is_no_markup():
    html = read(a_letter(greeting="<b>A & B</b>")).get_body(("html",)).get_content()

    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html


def test_nothing_in_it_is_fetched_from_elsewhere():
    html = a_letter().as_html()

    assert not [word for word in ("src=", "url(", "@import", "<link", "<script") if word in html]


def test_in_development_the_same_letter_is_one_file(tmp_path):
    folder = MailFolder(tmp_path / "mail", SENDER)
    folder.send(a_letter())
    folder.send(a_letter())

    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == "notice-1-0123456789abcdef@remine.example.eml"
    assert file.read_bytes() == a_letter().message(SENDER).as_bytes()


def test_a_folder_that_takes_none_leaves_the_letter_unsent(tmp_path):
    (tmp_path / "mail").write_text("a file, and no folder")

    with pytest.raises(NotSent):
        MailFolder(tmp_path / "mail", SENDER).send(a_letter())
