"""The commands of the keys."""

import pytest

from remine_portal.cli import register_commands
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use
from remine_portal.settings import Settings
from remine_portal.web import create_app
from tests.office import an_office


@pytest.fixture
def folder(tmp_path) -> KeyFolder:
    return an_office(tmp_path).keys


@pytest.fixture
def elsewhere(tmp_path):
    """Run a command of a portal whose keys another process should hold."""
    app = create_app(
        Settings(
            environment="development",
            data_dir=tmp_path,
            database_url="sqlite://",
            base_url="https://portal.example",
            secret_key="only-for-tests-only-for-tests-only",
            signer=tmp_path / "socket",
        )
    )
    register_commands(app)
    yield lambda *command: app.test_cli_runner().invoke(args=command)
    app.extensions["database"].engine.dispose()


def test_every_published_key_is_listed(run, folder):
    for use in Use:
        folder.rotate(use)

    result = run("keys", "list")

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 2 * len(Use)
    for use in Use:
        newest, older = folder.published(use)
        assert any(newest.key_id in line and "signs now" in line for line in lines)
        assert any(older.key_id in line and "signs now" not in line for line in lines)


def test_a_key_is_rotated(run, folder):
    before = folder.published(Use.DOCUMENT)

    result = run("keys", "rotate", "document")

    newest, *older = folder.published(Use.DOCUMENT)
    assert result.stdout == f"{newest.key_id} signs from now on.\n"
    assert [key.key_id for key in older] == [key.key_id for key in before]


def test_an_unknown_use_is_wrong_usage(run):
    assert run("keys", "rotate", "everything").exit_code == 2


def test_keys_of_a_signing_process_are_not_rotated_by_the_portal(elsewhere):
    result = elsewhere("keys", "rotate", "document")

    assert result.exit_code == 1
    assert "signing_service rotate document" in result.stderr


def test_a_signing_process_that_does_not_answer_is_said_to_be(elsewhere):
    result = elsewhere("keys", "list")

    assert result.exit_code == 1
    assert "does not answer" in result.stderr
