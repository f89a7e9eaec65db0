"""Contents of lots from the ERP: within their bounds, once, and in revisions."""

import pytest

from remine_portal.domain.mass import Mass
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.shipments import LotContentRow, contents_of_lots
from remine_portal.services import importing
from remine_portal.services.import_previews import Change, Counts, LinesRefused
from remine_portal.services.importing import ImportKind
from tests.erp import lots_file
from tests.erp_files import SAMPLES

OTHER = {"lot_no": "PB2"}


def refused(erp, *lines):
    with pytest.raises(LinesRefused) as refusal:
        erp.send_lots(lots_file(*lines))
    return [(each.row, each.column, each.code) for each in refusal.value.problems]


def test_contents_are_written(erp):
    assert erp.send_lots(lots_file({}, OTHER)) == Counts(2, 0, 0, 0)

    first = erp.rows(LotContentRow)[0]
    assert (first.lot_no, first.product_mass) == ("PB2", Mass.of(10_000, "kg"))
    assert (first.pre_consumer, first.post_consumer) == (Mass.of(2400, "kg"), Mass.of(7560, "kg"))
    assert first.same_process_returns == Mass.of(40, "kg")


def test_the_sample_is_taken_whole(erp):
    content = (SAMPLES / "lot_contents.csv").read_bytes()

    assert erp.send_lots(content) == Counts(213, 0, 0, 0)


def test_the_same_file_again_changes_nothing(erp):
    erp.send_lots(lots_file({}, OTHER))
    before = erp.everything()

    erp.send_lots(lots_file({}, OTHER))

    assert erp.everything() == before
    assert len(erp.runs) == 1


def test_a_file_of_lots_is_not_taken_for_one_of_shipments(erp):
    """The same bytes may come as another kind: only as the kind they were they are known."""
    erp.send_lots(lots_file({}))

    with erp.database.reading(COMMAND_LINE) as work:
        assert importing.find_applied(work, "lots", lots_file({}))
        assert not importing.find_applied(work, "shipments", lots_file({}))


def test_changed_contents_become_a_revision_and_the_old_one_stays(erp):
    erp.send_lots(lots_file({}))

    assert erp.send_lots(lots_file({"pre_consumer_mass": "2300"}, OTHER)) == Counts(1, 1, 0, 0)

    revisions = erp.rows(LotContentRow, LotContentRow.revision, lot_no="PB26083123")
    assert [(row.revision, row.is_current) for row in revisions] == [(1, False), (2, True)]


def test_a_preview_shows_old_and_new_in_kilograms(erp):
    erp.send_lots(lots_file({}))

    with erp.database.reading(COMMAND_LINE) as work:
        preview = importing.preview(
            work, ImportKind.LOTS, lots_file({"pre_consumer_mass": "2300"}), "l.csv"
        )

    assert preview.changed[0].changes == [Change("pre_consumer_mass", "2400 kg", "2300 kg")]
    assert not preview.declared


def test_rule_3_and_4_contents_beyond_the_product_mass_are_refused(erp):
    """3. and 4.: pre-consumer, post-consumer and returns together are never more than all."""
    found = refused(erp, {"pre_consumer_mass": "2441"}, OTHER)

    assert found == [(2, "product_mass", "CONTENT_OUT_OF_BOUNDS")]
    assert not erp.rows(LotContentRow)


def test_another_spelling_of_a_lot_on_file_is_refused(erp):
    erp.send_lots(lots_file({}))

    assert refused(erp, {"lot_no": "ｐｂ26083123"}) == [(2, "lot_no", "INVALID")]


def test_one_lot_number_may_stand_for_two_products(erp):
    assert erp.send_lots(lots_file({}, {"product_code": "REM-SN"})) == Counts(2, 0, 0, 0)


def test_contents_are_found_however_the_lot_is_spelt(erp):
    """A lot below the verified figure must not pass for one without a calculation."""
    erp.send_lots(lots_file({}))

    with erp.database.reading(COMMAND_LINE) as work:
        found = contents_of_lots(work, {("ｐｂ26083123", "REM-PB"), ("NONE", "REM-PB")})

    assert list(found) == [("ｐｂ26083123", "REM-PB")]
