"""The check of the register: a changed byte anywhere is detected and named (QUALITY.md T10)."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update

from remine_portal.domain.declarations import Status
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.register import Event
from remine_portal.persistence.declarations import (
    DeclarationLineRow,
    DeclarationRow,
    NumberSeriesRow,
)
from remine_portal.persistence.register import RegisterEntryRow
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import registering
from remine_portal.services.register_checking import findings, proof_findings
from tests.registered import end, fill, tin_is_shipped
from tests.tampering import flip, for_a_moment, unguarded

ENTRY = RegisterEntryRow.__table__
DECLARATION = DeclarationRow.__table__
LINE = DeclarationLineRow.__table__


@pytest.fixture
def declared(given, desk):
    """Three periods, then two declarations; all of it published."""
    given(tin_is_shipped)
    fill(desk, 3)
    return desk.declare(), desk.declare("SH-2")


def found(desk, work=None):
    if work is not None:
        return [str(each) for each in findings(work, desk.office)]
    with desk.database.reading(COMMAND_LINE) as reading:
        return found(desk, reading)


def old_proof(desk, declaration):
    with desk.database.reading(COMMAND_LINE) as work:
        return registering.proof_of(work, declaration, office=desk.office)


def said_of(desk, proof):
    with desk.database.reading(COMMAND_LINE) as work:
        return [str(each) for each in proof_findings(work, proof, desk.office)]


def test_what_agrees_is_said_to_agree(desk, declared):
    assert found(desk) == []


def test_every_column_of_an_entry_is_watched(desk, declared):
    first, second = declared
    instead = {"declaration_id": second.id, "entry_index": 900}
    missed = []
    for column in ENTRY.columns:
        with for_a_moment(desk.database) as work:
            if column.name == "declaration_id":  # two issues of one declaration the index refuses
                work.session.execute(delete(ENTRY).where(ENTRY.c.entry_index == 4))
            flip(work, column, ENTRY.c.entry_index == 3, instead.get(column.name))
            named = "\n".join(found(desk, work))
        if "3" not in named and first.number not in named:
            missed.append(column.name)

    assert not missed


def test_every_column_of_a_declaration_is_watched(desk, declared):
    first, _ = declared
    instead = {
        "id": 900,
        "product_code": "REM-PB",
        "customer_id": 900,
        "shipment_id": third_shipment(desk),
        "draft_id": desk.prepare("SH-3"),
        "number": "RM-2026-000009",
    }
    missed = []
    for column in DECLARATION.columns:
        with for_a_moment(desk.database) as work:
            flip(work, column, DECLARATION.c.number == first.number, instead.get(column.name))
            named = "\n".join(found(desk, work))
        if first.number not in named and "RM-2026-000009" not in named:
            missed.append(column.name)

    assert not missed


def third_shipment(desk):
    with desk.database.reading(COMMAND_LINE) as work:
        return work.session.scalars(select(ShipmentRow.id).filter_by(shipment_no="SH-3")).one()


@pytest.mark.parametrize("column", ["line_no", "shipment_id", "shipment_line_id", "is_current"])
def test_every_column_of_a_declared_lot_is_watched(desk, declared, column):
    first, second = declared
    instead = {
        "shipment_id": third_shipment(desk),
        "shipment_line_id": second.lines[0].shipment_line_id,
    }

    with for_a_moment(desk.database) as work:
        flip(work, LINE.c[column], LINE.c.declaration_id == first.id, instead.get(column))

        assert any(first.number in each for each in found(desk, work))


@pytest.mark.parametrize("column", ["shipment_id", "draft_id"])
def test_a_declaration_of_nothing_is_named(desk, declared, column):
    first, _ = declared

    with for_a_moment(desk.database) as work:
        nothing = 900 if column == "shipment_id" else UUID(int=1)
        flip(work, DECLARATION.c[column], DECLARATION.c.id == first.id, nothing)

        assert any(first.number in each for each in found(desk, work))


def test_a_declaration_that_is_gone_is_missed(desk, declared):
    _, second = declared
    with for_a_moment(desk.database) as work:
        work.session.execute(delete(LINE).where(LINE.c.declaration_id == second.id))
        work.session.execute(delete(DECLARATION).where(DECLARATION.c.id == second.id))

        assert found(desk, work) == ["Entry 4 is of a declaration that is not there."]


def test_the_last_entries_gone_are_missed(desk, declared):
    first, _ = declared
    with for_a_moment(desk.database) as work:
        work.session.execute(delete(ENTRY).where(ENTRY.c.entry_index >= 3))

        named = found(desk, work)

    assert (
        "Checkpoint checkpoint covers 5 entries, and the database holds 3: it is behind." in named
    )
    assert "The register counts 5 entries, and holds 3." in named
    assert f"Declaration {first.number} does not stand in the register." in named


def test_an_entry_gone_from_the_middle_is_named(desk, declared):
    with for_a_moment(desk.database) as work:
        work.session.execute(delete(ENTRY).where(ENTRY.c.entry_index == 1))

        assert "Entry 1 is missing." in found(desk, work)


def test_two_entries_in_each_others_place_are_named(desk, declared):
    with for_a_moment(desk.database) as work:
        for old, new in ((0, 900), (1, 0), (900, 1)):
            work.session.execute(
                update(ENTRY).where(ENTRY.c.entry_index == old).values(entry_index=new)
            )

        named = found(desk, work)

    assert "The hashes kept with entry 1 are not those of the entries." in named
    assert any("Checkpoint checkpoints/3 has another root" in each for each in named)


def test_a_counter_that_was_moved_is_named(desk, declared):
    with for_a_moment(desk.database) as work:
        work.session.execute(
            update(NumberSeriesRow).where(NumberSeriesRow.name == "register").values(last=7)
        )

        assert found(desk, work) == ["The register counts 7 entries, and holds 5."]


def test_a_status_that_the_register_does_not_know_of_is_named(desk, declared):
    first, second = declared
    end(desk, second, Event.REVOKED)

    with for_a_moment(desk.database) as work:
        flip(work, DECLARATION.c.status, DECLARATION.c.id == first.id, Status.SUPERSEDED)

        named = found(desk, work)

    assert (
        f"Declaration {first.number} is shown as superseded, and the register says issued." in named
    )
    assert (
        f"Declaration {second.number} is shown as issued, and the register says revoked." in named
    )


def test_a_pdf_changed_or_lost_is_named(desk, declared):
    first, second = declared
    changed, lost = (desk.office.blobs.path_of(each.pdf_sha256) for each in declared)
    changed.write_bytes(changed.read_bytes() + b"\n")
    lost.unlink()

    assert found(desk) == [
        f"The PDF of declaration {first.number} was changed.",
        f"The PDF of declaration {second.number} is missing.",
    ]


@pytest.mark.parametrize("file", ["checkpoint", "checkpoints/0/3"])
def test_a_checkpoint_with_a_byte_changed_is_named(desk, declared, file):
    path = desk.office.register.path / file
    note = path.read_bytes()
    for place in range(0, len(note), 7):
        path.write_bytes(note[:place] + bytes([note[place] ^ 1]) + note[place + 1 :])

        assert any("Checkpoint checkpoint" in each for each in found(desk)), note[place:][:9]
    path.write_bytes(note)


def test_a_checkpoint_in_anothers_place_is_named(desk, declared):
    folder = desk.office.register.path / "checkpoints" / "0"
    (folder / "4").write_bytes((folder / "5").read_bytes())

    assert found(desk) == ["Checkpoint checkpoints/4 does not say what its name says."]


def test_an_old_proof_agrees_with_a_register_that_only_grew(desk, declared):
    proof = old_proof(desk, declared[0])

    fill(desk, 300)

    assert said_of(desk, proof) == []


def test_a_register_rewritten_with_the_real_key_is_caught_by_an_old_proof(desk, declared):
    """Everything of ours agrees: database, folder, signatures. The customer's file does not."""
    proof = old_proof(desk, declared[0])
    rewrite_everything(desk)

    assert found(desk) == []
    (said,) = said_of(desk, proof)
    assert "its first 4 entries were rewritten" in said


def rewrite_everything(desk):
    """Empty the register, forget what was published, and write another story with the same key."""
    for path in sorted(desk.office.register.path.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    with unguarded(desk.database) as work:
        work.session.execute(delete(ENTRY))
        work.session.execute(text("DELETE FROM number_series WHERE name = 'register'"))
    fill(desk, 2)
    with desk.writing(desk.colleague) as work:
        for declaration in work.session.query(DeclarationRow).order_by(DeclarationRow.id):
            registering.record_declaration(work, declaration, Event.ISSUED, office=desk.office)


def test_an_old_proof_notices_that_entries_are_gone(desk, declared):
    proof = old_proof(desk, declared[1])
    with unguarded(desk.database) as work:
        work.session.execute(delete(ENTRY).where(ENTRY.c.entry_index > 1))

    (said,) = said_of(desk, proof)
    assert "made from 5 entries, and the register holds 2" in said


def test_what_is_no_proof_of_ours_is_said_to_be_none(desk, declared):
    proof = old_proof(desk, declared[0])

    assert "no checkpoint or proof" in said_of(desk, "")[0]
    assert "No key of the register" in said_of(desk, proof.replace("\n4\n", "\n5\n"))[0]
