"""With which settings the portal starts, and with which it refuses."""

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


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("REMINE_SECRET_KEY", "", "REMINE_SECRET_KEY"),
        ("REMINE_SECRET_KEY", "short", "at least 32"),
        ("REMINE_BASE_URL", "http://declarations.example", "https://"),
        ("REMINE_ENV", "staging", "development or production"),
    ],
)
def test_production_refuses_what_is_not_safe(name, value, says):
    with pytest.raises(SettingsRefused, match=says):
        Settings.from_environment({**PRODUCTION, name: value})
