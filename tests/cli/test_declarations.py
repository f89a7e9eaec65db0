"""`declarations verify` and `verify-all`: by whoever has the file, with the books or without."""

import pytest

from remine_portal.cli import register_commands
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.services import registering
from remine_portal.services.verification import trust_of
from remine_portal.settings import Settings
from remine_portal.web import create_app
from tests import forging
from tests.factories import a_shipment, a_verification, the_catalogue


@pytest.fixture
def declaration(given, desk):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    return desk.declare()


@pytest.fixture
def received(declaration, desk, tmp_path):
    """What a customer has: the file, and its proof beside it, in a folder of their own."""
    folder = tmp_path / "received"
    folder.mkdir()
    with desk.database.reading(COMMAND_LINE) as work:
        proof = registering.proof_of(work, declaration, office=desk.office)
    (folder / "a.tlog-proof").write_text(proof)
    (folder / "trust.json").write_text(trust_of(desk.office).json())
    file = folder / "a.pdf"
    file.write_bytes(desk.office.blobs.get(declaration.pdf_sha256))
    return file


@pytest.fixture
def run_elsewhere(tmp_path):
    """The command where no portal has ever run; `nothing_new` names what it left behind."""
    folder = tmp_path / "elsewhere"
    app = create_app(
        Settings(
            environment="development",
            data_dir=folder,
            database_url=f"sqlite:///{folder}/remine.db",
            base_url="https://somewhere.example",
            secret_key="only-for-tests-only-for-tests-only",
        )
    )
    register_commands(app)

    def run_command(*command):
        result = app.test_cli_runner().invoke(args=command)
        assert not folder.exists(), "it has made something"
        return result

    return run_command


def verify(run, file, *options):
    return run("declarations", "verify", str(file), *map(str, options))


def with_trust(received):
    return "--trust", received.with_name("trust.json")


# With the books


def test_the_issued_file_is_genuine_and_current(run, received, declaration):
    result = verify(run, received)

    assert result.exit_code == 0, result.output
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["signature", "ok"],
        ["sha-256", "ok"],
        ["register", "ok"],
        ["status", "current"],
        ["Genuine", "and"],
    ]


def test_an_ended_declaration_is_status_3(run, received, declaration, desk):
    new = desk.supersede(declaration)

    result = verify(run, received)

    assert result.exit_code == 3
    assert f"replaced by {new.number} on 2026-11-23 (Misprint or wording)" in result.stdout

    newer = received.with_name("new.pdf")
    newer.write_bytes(desk.office.blobs.get(new.pdf_sha256))
    assert verify(run, newer).exit_code == 0
    desk.revoke(new)
    result = verify(run, newer)
    assert result.exit_code == 3
    assert "withdrawn on 2026-11-23" in result.stdout


def test_nothing_changed_is_genuine(run, received):
    issued = received.read_bytes()
    for name in ("one byte more", "a revision more", "saved again", "stuffed"):
        received.write_bytes(forging.CHANGES[name](issued))

        assert verify(run, received).exit_code == 1, name


def test_another_key_is_not_ours(run, received, tmp_path):
    other = forging.a_signed_file(KeyFolder(tmp_path / "theirs"))
    received.write_bytes(other)

    result = verify(run, received)

    assert result.exit_code == 1
    assert "The signature is by a key that was never ours." in result.stdout


# Without the books


def test_the_file_and_its_proof_are_enough(run_elsewhere, received, declaration):
    result = verify(run_elsewhere, received, *with_trust(received))

    assert result.exit_code == 0, result.output
    address = f"https://remine.example/v/{declaration.verification_id}"
    assert f"status     unknown: ask {address}" in result.stdout
    assert result.stdout.endswith("Genuine, status unknown.\n")


def test_the_proof_may_lie_elsewhere(run_elsewhere, received):
    proof = received.with_name("a.tlog-proof").rename(received.with_name("b"))

    assert verify(run_elsewhere, received, *with_trust(received)).exit_code == 1
    assert verify(run_elsewhere, received, "--proof", proof, *with_trust(received)).exit_code == 0


def test_without_its_proof_it_says_where_to_get_one(run_elsewhere, received):
    received.with_name("a.tlog-proof").unlink()

    result = verify(run_elsewhere, received, *with_trust(received))

    assert result.exit_code == 1
    assert "verification page" in result.stdout


def test_nothing_changed_is_genuine_by_its_proof(run_elsewhere, received):
    issued = received.read_bytes()
    for name in ("one byte more", "saved again", "stuffed", "encrypted"):
        received.write_bytes(forging.CHANGES[name](issued))

        result = verify(run_elsewhere, received, *with_trust(received))
        assert result.exit_code == 1, name
        assert "NOT GENUINE" in result.stdout


def test_whoever_trusts_nobody_is_told_so(run_elsewhere, received):
    result = verify(run_elsewhere, received)

    assert result.exit_code == 1
    assert result.stderr.startswith("There are no keys in the data folder.")


def test_a_trust_file_that_is_none_is_refused(run_elsewhere, received):
    received.with_name("trust.json").write_text("{}")

    result = verify(run_elsewhere, received, *with_trust(received))

    assert result.exit_code == 1
    assert result.stderr.startswith("This is no trust file.")


# All of them


def test_declarations_that_agree_are_said_to(run, declaration, desk):
    result = run("declarations", "verify-all")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 declarations, and everything agrees with them.\n"


def test_a_file_that_was_changed_is_named(run, declaration, desk):
    path = desk.office.blobs.path_of(declaration.pdf_sha256)
    path.write_bytes(path.read_bytes() + b"\n")

    result = run("declarations", "verify-all")

    assert (result.exit_code, result.stdout) == (1, "")
    changed, fault = result.stderr.splitlines()
    assert changed == f"The PDF of declaration {declaration.number} was changed."
    assert fault.startswith(f"The PDF of declaration {declaration.number} is not in order: ")
