"""Where "please contact us" leads, and what the sales desk makes of it."""

import pytest
from sqlalchemy import select

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.news import MessageRow
from tests.factories import a_customer, a_person
from tests.pages import text_of

MESSAGE = {
    "subject": "certificate",
    "name": "Hanako Suzuki",
    "email": "hanako@acme.example",
    "company": "",
    "body": "Please send us the certificate.\n\nBest regards",
}


@pytest.fixture
def messages(database):
    def kept():
        with database.reading(COMMAND_LINE) as work:
            return list(work.session.scalars(select(MessageRow)))

    return kept


def test_a_visitors_message_reaches_the_sales_desk(browse, given, messages):
    browse().post("/contact", MESSAGE)

    (message,) = messages()
    words = text_of(browse(given(a_person, role=Role.SALES)).get(f"/messages/{message.id}"))
    assert "Please send us the certificate." in words
    assert "hanako@acme.example" in words
    assert "A third-party certificate" in words


def test_the_page_after_it_says_what_happens_next(browse):
    response = browse().post("/contact", MESSAGE)

    assert response.location == "/contact/received"
    assert "A person answers" in text_of(browse().get(response.location))


def test_who_is_signed_in_types_nothing_twice(browse, given):
    buyer = given(a_person, email="buyer@acme.example")

    html = browse(buyer).get("/contact").text

    assert 'value="buyer@acme.example"' in html
    assert 'value="Acme Metals"' in html


def test_a_customers_message_names_the_company(browse, given, messages):
    browse(given(a_person)).post("/contact", MESSAGE)

    (message,) = messages()
    assert message.company == "Acme Metals"
    assert message.customer_id == given(a_customer).id


def test_what_it_is_about_is_taken_over_from_the_link(browse):
    html = browse().get("/contact?subject=copper").text

    assert 'id="subject-1" name="subject" required type="radio" value="copper"' in (
        html.replace(" checked", "")
    )
    assert html.count("checked") == 1


def test_another_subject_in_the_link_is_ignored(browse):
    browse().get("/contact?subject=<script>")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "  "}, "Enter your name"),
        ({"email": ""}, "Enter your email address"),
        ({"email": "hanako"}, "Enter an email address like name@example.com."),
        ({"body": ""}, "Enter your message"),
        ({"body": "x" * 4001}, "Use at most 4000 characters"),
        ({"body": "a\0b"}, "Remove the characters that cannot be printed"),
        ({"name": "x" * 101}, "Use at most 100 characters"),
        ({"subject": ""}, "Choose what it is about"),
    ],
)
def test_a_message_with_mistakes_is_asked_for_again(browse, messages, wrong, sentence):
    response = browse().post("/contact", MESSAGE | wrong, 200)

    assert sentence in text_of(response)
    assert messages() == []


def test_a_message_of_4000_characters_is_taken(browse, messages):
    browse().post("/contact", MESSAGE | {"body": "錫" * 4000})

    assert len(messages()[0].body) == 4000


def test_a_script_in_a_message_is_only_text(browse, given, messages):
    browse().post("/contact", MESSAGE | {"name": "<b>x", "body": "<script>alert(1)</script>"})

    html = browse(given(a_person, role=Role.SALES)).get(f"/messages/{messages()[0].id}").text

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_only_web_addresses_become_links(browse, given, messages):
    browse().post("/contact", MESSAGE | {"body": 'javascript:alert(1) https://a.example/"x'})

    html = browse(given(a_person, role=Role.SALES)).get(f"/messages/{messages()[0].id}").text

    assert '<a href="https://a.example/">https://a.example/</a>&#34;x' in html
    assert 'href="javascript' not in html


def test_a_message_is_marked_as_answered_once(browse, given, messages):
    browse().post("/contact", MESSAGE)
    address = f"/messages/{messages()[0].id}"
    desk = browse(given(a_person, role=Role.SALES))

    desk.post(f"{address}/answered")
    assert "Answered" in text_of(desk.get(address))
    desk.post(f"{address}/answered")

    assert "has marked this message as answered already" in desk.get(address).text


@pytest.mark.parametrize(
    ("role", "reads", "answers"),
    [
        (Role.SALES, 200, 303),
        (Role.AUDITOR, 200, 404),
        (Role.CREDITS, 404, 404),
        (Role.ADMINISTRATOR, 404, 404),
        (Role.PROCUREMENT, 404, 404),
    ],
)
def test_who_may_read_and_answer(browse, given, messages, role, reads, answers):
    browse().post("/contact", MESSAGE)
    address = f"/messages/{messages()[0].id}"
    person = browse(given(a_person, role=role))

    person.get("/messages", reads)
    person.get(address, reads)
    person.post(f"{address}/answered", status=answers)


def test_the_list_turns_its_pages(browse, given, database):
    with database.writing(COMMAND_LINE) as work:
        work.session.add_all(
            MessageRow(
                received_at=work.now, name=f"N{n}", email="a@b.example", subject="other", body="x"
            )
            for n in range(30)
        )
    desk = browse(given(a_person, role=Role.SALES))

    first = desk.get("/messages")

    assert "Messages on this page: 25" in text_of(first)
    assert 'rel="next"' in first.text


def test_a_message_that_is_not_there_is_not_found(browse, given):
    browse(given(a_person, role=Role.SALES)).get("/messages/999", 404)
