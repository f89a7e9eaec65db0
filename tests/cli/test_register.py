"""`register check` and `register export`: by whoever runs the portal, and by nobody's trust."""

import pytest

from remine_portal.documents.keys import Use
from remine_portal.documents.trust import Trust
from remine_portal.domain.merkle import leaf_hash, root_of
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.register import opened_checkpoint
from remine_portal.domain.tiles import tile_at, tiles_of, unbundled
from remine_portal.services import registering
from tests.registered import close_a_period, fill, latest, tin_is_shipped


def files(folder):
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
    }


def exported_root(folder):
    """As a stranger would: from the entries alone."""
    bundles = sorted(path for path in files(folder) if path.startswith("tile/entries/"))
    entries = {}
    for path in bundles:
        first = tile_at(path).first
        entries |= dict(enumerate(unbundled((folder / path).read_bytes()), first))
    return root_of([leaf_hash(entries[each]) for each in range(len(entries))])


def test_a_register_that_agrees_is_said_to(run, desk, given):
    given(tin_is_shipped)
    desk.declare()

    result = run("register", "check")

    assert result.exit_code == 0
    assert result.output.startswith("1 entries, and everything agrees with them. Root: ")


def test_each_difference_is_a_line_and_the_status_is_1(run, desk):
    fill(desk, 2)
    (desk.office.register.path / "checkpoint").write_text("rubbish")
    (desk.office.register.path / "checkpoints" / "0" / "2").write_text("rubbish")

    result = run("register", "check")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "Checkpoint checkpoints/2 is damaged, or signed by none of our keys.",
        "Checkpoint checkpoint is damaged, or signed by none of our keys.",
    ]


def test_an_old_proof_is_held_against_todays_register(run, desk, given, tmp_path):
    given(tin_is_shipped)
    declaration = desk.declare()
    with desk.database.reading(COMMAND_LINE) as work:
        text = registering.proof_of(work, declaration, office=desk.office)
    proof, forged = tmp_path / "old.tlog-proof", tmp_path / "forged.tlog-proof"
    proof.write_text(text)
    forged.write_text(text.replace("index 0", "index 1"))
    fill(desk, 3)

    assert run("register", "check", "--proof", str(proof)).exit_code == 0
    result = run("register", "check", "--proof", str(proof), "--proof", str(forged))

    assert result.exit_code == 1
    assert result.stderr.startswith(f"{forged}: The proof does not show its entry")


def test_an_export_holds_all_that_a_stranger_needs(run, desk, tmp_path):
    fill(desk, 300)
    folder = tmp_path / "export"

    assert run("register", "export", str(folder)).exit_code == 0

    assert set(files(folder)) == {each.path for each in tiles_of(300)} | {
        "checkpoint",
        "trust.json",
    }
    trust = Trust.read((folder / "trust.json").read_text())
    assert trust.verifier_keys() == registering.verifier_keys(desk.office)
    note = (folder / "checkpoint").read_text()
    checkpoint = opened_checkpoint(note, registering.verifier_keys(desk.office))
    assert (checkpoint.size, checkpoint.root) == (300, exported_root(folder))
    level_0 = (folder / "tile/0/000").read_bytes() + (folder / "tile/0/001.p/44").read_bytes()
    leaves = [level_0[each : each + 32] for each in range(0, len(level_0), 32)]
    assert root_of(leaves) == checkpoint.root
    assert (folder / "tile/1/000.p/1").read_bytes() == root_of(leaves[:256])


def test_an_export_only_grows(run, desk, tmp_path):
    fill(desk, 100)
    run("register", "export", str(tmp_path / "export"))
    before = files(tmp_path / "export")
    fill(desk, 200)
    desk.office.keys.rotate(Use.REGISTER)

    result = run("register", "export", str(tmp_path / "export"))

    after = files(tmp_path / "export")
    assert result.exit_code == 0
    assert result.output.startswith("300 entries are in")
    assert {path for path in before if after[path] != before[path]} == {
        "checkpoint",
        "trust.json",
    }
    fresh = tmp_path / "fresh"
    run("register", "export", str(fresh))
    assert files(fresh).items() <= after.items()


def test_an_export_broken_off_is_finished(run, desk, tmp_path):
    fill(desk, 300)
    folder = tmp_path / "export"
    run("register", "export", str(folder))
    whole = files(folder)
    (folder / "checkpoint").unlink()
    (folder / "tile/0/001.p/44").unlink()

    assert run("register", "export", str(folder)).exit_code == 0

    assert files(folder) == whole


@pytest.mark.parametrize("strange", ["letter.txt", "checkpoint", "tile/0/000.p/3"])
def test_a_folder_of_something_else_is_left_alone(run, desk, tmp_path, strange):
    fill(desk, 3)
    folder = tmp_path / "export"
    (folder / strange).parent.mkdir(parents=True)
    (folder / strange).write_text("Dear Sir or Madam")

    result = run("register", "export", str(folder))

    assert result.exit_code == 1
    assert f"no part of this register: {strange}" in result.stderr
    assert (folder / strange).read_text() == "Dear Sir or Madam"
    assert "checkpoint" not in files(folder) or strange == "checkpoint"


def test_nothing_is_exported_before_anything_is_published(run, tmp_path):
    result = run("register", "export", str(tmp_path / "export"))

    assert result.exit_code == 1
    assert "Nothing has been published" in result.stderr
    assert not (tmp_path / "export").exists()


def test_what_was_left_unpublished_is_published(run, desk):
    with desk.writing(desk.colleague) as work:
        close_a_period(work, desk.office)
        work.effects.clear()
    assert desk.office.register.latest() is None

    assert run("register", "publish").output == "1 entries are published.\n"

    assert latest(desk.office).size == 1
