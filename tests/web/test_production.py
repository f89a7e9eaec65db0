"""With what the portal does not start in production."""

import pytest

from remine_portal.settings import Settings, SettingsRefused
from remine_portal.web import create_app
from tests.factories import a_customer


@pytest.fixture
def settings(database, tmp_path) -> Settings:
    return Settings(
        environment="production",
        data_dir=tmp_path,
        database_url=database.engine.url.render_as_string(hide_password=False),
        base_url="https://declarations.example",
        secret_key="k" * 48,
    )


def start(settings: Settings):
    app = create_app(settings)
    app.extensions["database"].engine.dispose()
    return app


def test_it_starts_on_a_database_of_its_own(settings):
    assert start(settings).config["SESSION_COOKIE_SECURE"]


def test_it_does_not_start_on_the_sample(settings, database, given):
    customer = given(a_customer)
    with database.writing(None) as work:
        work.session.merge(customer).sample = True

    with pytest.raises(SettingsRefused, match="sample data"):
        start(settings)


def test_cookies_go_over_tls_only(settings):
    app = start(settings)
    client = app.test_client()
    answer = client.get("/sign-in?lang=ja", base_url="https://declarations.example")

    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in each and "HttpOnly" in each for each in cookies)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    app.extensions["database"].engine.dispose()
