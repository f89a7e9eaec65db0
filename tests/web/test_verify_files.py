"""Dropping a file on the page, asking about a day, and what experts take along."""

import json
import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pytest

from remine_portal.documents import checking_apart
from remine_portal.documents.trust import Trust
from remine_portal.web.verify.turnstile import MOST_OF_ALL, MOST_OF_ONE, Turnstile
from tests.factories import a_shipment, a_verification, the_catalogue
from tests.pages import check_page, text_of


@pytest.fixture
def declaration(given, desk):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    return desk.declare()


def send(app, pdf=b"hello", status=200, name="a.pdf", **kwargs):
    data = {"file": (BytesIO(pdf), name)}
    response = app.test_client().post("/verify", data=data, **kwargs)
    assert response.status_code == status
    return response


# The file


def test_a_file_is_checked_without_a_cookie_and_leaves_none(app, database):
    response = send(app)

    assert "Set-Cookie" not in response.headers
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store"


def test_the_form_needs_no_token(browse):
    assert "csrf_token" not in browse().get("/verify").text


def test_another_sites_page_cannot_send_a_file(app, database):
    send(app, headers={"Sec-Fetch-Site": "cross-site"}, status=400)


def test_a_file_is_asked_for(app, database):
    for response in (app.test_client().post("/verify"), send(app, b"", name="")):
        assert "Choose the PDF of the declaration" in response.text


def test_a_file_over_the_limit_is_turned_away(app, database):
    response = app.test_client().post(
        "/verify",
        data=bytes(13 * 1024 * 1024),
        content_type="multipart/form-data; boundary=between",
    )

    assert response.status_code == 413
    assert "The file is larger than 12 MB, and none of our documents is." in response.text
    check_page("/verify", response.text, lint=True)


def test_who_comes_while_others_are_at_it_is_asked_to_try_again(app, database):
    seats = checking_apart._seats
    for _ in range(checking_apart.MOST_AT_ONCE):
        seats.acquire()
    try:
        response = send(app, b"%PDF-1.7", status=503)
    finally:
        seats.release(checking_apart.MOST_AT_ONCE)

    assert "Other files are being checked just now." in response.text
    assert response.headers["Retry-After"] == "5"


def test_the_answer_speaks_japanese(app, database):
    response = send(app, query_string={"lang": "ja"})

    assert text_of(response).startswith("該当なし")
    assert "PDFファイルではありません。" in response.text


def test_neither_name_nor_content_of_a_file_is_written_down(app, database, tmp_path, caplog):
    send(app, b"%PDF-1.7 secret content", name="secret name.pdf")

    assert "secret" not in caplog.text
    assert not [path for path in tmp_path.rglob("*") if b"secret content" in read(path)]


def read(path):
    return path.read_bytes() if path.is_file() else b""


# The day


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-22", "No. On 22 November 2026 it had not been issued yet."),
        ("2026-11-23", "Yes. On 23 November 2026 it was valid."),
        ("2026/11/24", "Yes. On 24 November 2026 it was valid."),
        ("2026-11-25", "No. On 25 November 2026 it had already been replaced or withdrawn."),
        ("9999-12-31", "That cannot be said: 31 December 9999 has not come yet."),
        ("soon", "Enter a date like 2026-11-23"),
    ],
)
def test_whether_it_was_valid_on_a_day(declaration, desk, browse, day, words):
    desk.now += timedelta(days=2)
    desk.revoke(declaration)

    page = browse().get(f"/v/{declaration.verification_id}", query_string={"on": day})

    assert words in text_of(page)


def test_no_day_is_no_question(declaration, browse):
    page = text_of(browse().get(f"/v/{declaration.verification_id}?on="))

    assert "Yes." not in page
    assert "There is a problem" not in page


# What experts take along


def test_the_three_files_check_the_fourth_without_us(declaration, desk, browse, tmp_path):
    browser = browse()
    pdf = desk.office.blobs.get(declaration.pdf_sha256)
    (tmp_path / f"{declaration.number}.pdf").write_bytes(pdf)
    for path in (f"/v/{declaration.verification_id}.tlog-proof", "/verify/verify-declaration.py"):
        response = browser.get(path)
        name = response.headers["Content-Disposition"].split('"')[1]
        (tmp_path / name).write_bytes(response.data)

    command = [sys.executable, "-I", "verify_declaration.py", f"{declaration.number}.pdf"]
    result = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)

    assert (result.returncode, result.stderr) == (0, "")
    assert f"/v/{declaration.verification_id}" in result.stdout
    assert result.stdout.endswith("GENUINE, status unknown\n")


def test_trust_is_public_and_no_private_key_is_in_it(desk, browse):
    text = browse().get("/verify/trust.json").text

    assert len(Trust.read(text).register_keys) == 1
    assert "PRIVATE" not in json.dumps(text)


def test_the_page_shows_where_it_stands_in_the_register(declaration, browse):
    page = text_of(browse().get(f"/v/{declaration.verification_id}"))

    assert "Entry in the register 0" in page
    assert "c2sp.org/tlog-proof@v1" in page


# How often


def test_who_asks_too_often_waits(app, browse):
    client = app.test_client()
    for _ in range(MOST_OF_ONE):
        assert client.get("/v/none").status_code == 404

    response = client.get("/verify?number=1&code=2")

    assert response.status_code == 429
    assert "then try again" in response.text
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert client.get("/verify").status_code == 200


def test_a_minute_later_one_may_ask_again():
    turnstile = Turnstile(most_of_one=2, most_of_all=3)

    assert [turnstile.wait("a", now) for now in (0, 10, 20)] == [0, 0, 40]
    assert turnstile.wait("a", 60) == 0


def test_all_together_have_a_limit_too():
    turnstile = Turnstile()
    for each in range(MOST_OF_ALL):
        assert turnstile.wait(f"network {each}", 0) == 0

    assert turnstile.wait("another", 15) == 45
