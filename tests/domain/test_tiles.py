"""Tiles: their paths, and which of them a register of some size has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.notes import NoteMalformed
from remine_portal.domain.tiles import Tile, bundled, tile_at, tiles_of, unbundled

tiles = st.builds(
    Tile,
    st.none() | st.integers(0, 63),
    st.integers(0, 10**12),
    st.integers(1, 256),
)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(1, 999, 17), "tile/1/999.p/17"),
        (Tile(None, 1000, 255), "tile/entries/x001/000.p/255"),
    ],
)
def test_a_tile_lies_where_the_specification_puts_it(tile, path):
    assert tile.path == path
    assert tile_at(path) == tile


@given(tiles)
def test_a_path_leads_back_to_its_tile(tile):
    assert tile_at(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000/",
        "tile/0/../0/000",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "tile/data/000",
        "tile/0/" + "x001/" * 50 + "000",
    ],
)
def test_any_other_path_leads_nowhere(path):
    assert tile_at(path) is None


def test_a_register_of_70000_has_the_tiles_of_the_specifications_example():
    found = list(tiles_of(70_000))

    hashes = [each for each in found if each.level is not None]
    assert len([each for each in hashes if each.level == 0 and each.is_full]) == 273
    assert [each for each in hashes if not each.is_full] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert [each for each in hashes if each.level == 1 and each.is_full] == [Tile(1, 0)]
    assert len([each for each in found if each.level is None]) == 274


def test_a_register_of_256_has_a_full_tile_and_one_above_it():
    assert list(tiles_of(256)) == [Tile(None, 0), Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_what_was_added_is_what_the_older_register_lacked(one, another):
    old, new = sorted((one, another))

    assert set(tiles_of(new, old)) == set(tiles_of(new)) - set(tiles_of(old))
    assert all(each.is_part_of(new) and not each.is_part_of(old) for each in tiles_of(new, old))


@given(st.lists(st.binary(max_size=300)))
def test_entries_come_out_of_their_bundle(entries):
    assert unbundled(bundled(entries)) == entries


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x02a", b"\x00\x01ab"])
def test_a_bundle_cut_short_is_refused(bundle):
    with pytest.raises(NoteMalformed):
        unbundled(bundle)
