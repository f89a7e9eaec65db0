"""With which settings the portal starts, and with which it refuses."""

from pathlib import Path

import pytest

from remine_portal.settings import Settings, SettingsRefused

PRODUCTION = {
    "REMINE_ENV": "production",
    "REMINE_BASE_URL": "https://declarations.example",
    "REMINE_SECRET_KEY": "k" * 48,
}


def test_development_needs_nothing(tmp_path):
    settings = Settings.from_environment({"REMINE_DATA_DIR": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/remine.db"
    assert settings.base_url == "http://127.0.0.1:8000"


def test_the_secret_of_development_is_made_once_and_kept(tmp_path):
    first = Settings.from_environment({"REMINE_DATA_DIR": str(tmp_path)})
    second = Settings.from_environment({"REMINE_DATA_DIR": str(tmp_path)})

    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_production_starts_with_all_it_needs():
    assert Settings.from_environment(PRODUCTION).is_production


def test_it_is_said_where_the_signing_process_and_the_time_stamps_are():
    settings = Settings.from_environment(
        {
            **PRODUCTION,
            "REMINE_SIGNER": "unix:/run/remine-signer/socket",
            "REMINE_TIMESTAMP_URL": "http://tsa.example/",
        }
    )

    assert settings.signer == Path("/run/remine-signer/socket")
    assert settings.time_stamp_url == "http://tsa.example/"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("REMINE_SECRET_KEY", "", "REMINE_SECRET_KEY"),
        ("REMINE_SECRET_KEY", "short", "at least 32"),
        ("REMINE_BASE_URL", "http://declarations.example", "https://"),
        ("REMINE_ENV", "staging", "development or production"),
        ("REMINE_SIGNER", "/run/remine-signer/socket", "unix:/run"),
        ("REMINE_SIGNER", "unix:socket", "unix:/run"),
        ("REMINE_TIMESTAMP_URL", "file:///etc/passwd", "https://"),
        ("REMINE_MAIL_URL", "mail.example", "smtp://"),
        ("REMINE_MAIL_URL", "https://mail.example", "smtp://"),
        ("REMINE_MAIL_URL", "smtp://", "smtp://"),
        ("REMINE_MAIL_URL", "smtp://mail.example:0", "smtp://"),
        ("REMINE_MAIL_URL", "smtp://mail.example:mail", "smtp://"),
        ("REMINE_MAIL_URL", "smtp://user@mail.example", "smtp://"),
        ("REMINE_MAIL_URL", "smtp://[mail.example", "smtp://"),
        ("REMINE_MAIL_FROM", "us@remine.example\r\nBcc: all@remine.example", "no-reply@"),
    ],
)
def test_production_refuses_what_is_not_safe(name, value, says):
    with pytest.raises(SettingsRefused, match=says):
        Settings.from_environment({**PRODUCTION, name: value})


def test_it_is_said_how_many_proxies_are_believed():
    settings = Settings.from_environment({**PRODUCTION, "REMINE_PROXIES": "1"})

    assert settings.proxies == 1


def test_a_number_of_proxies_that_is_none_is_refused():
    with pytest.raises(SettingsRefused, match="REMINE_PROXIES"):
        Settings.from_environment({**PRODUCTION, "REMINE_PROXIES": "many"})


def test_a_password_is_not_said_back(tmp_path):
    with pytest.raises(SettingsRefused) as refusal:
        Settings.from_environment({**PRODUCTION, "REMINE_MAIL_URL": "smtp://us:secret@/mail"})

    assert "secret" not in str(refusal.value)
