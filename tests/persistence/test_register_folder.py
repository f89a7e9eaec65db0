"""The checkpoints outside the database: never smaller, never another, whole after a kill."""

import multiprocessing
import os
import signal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from remine_portal.domain.merkle import leaf_hash, root_of
from remine_portal.domain.notes import VerifierKey, signed_note
from remine_portal.domain.register import Checkpoint, opened_checkpoint
from remine_portal.persistence.register_folder import CheckpointContradicted, RegisterFolder

ORIGIN = "remine.example/register"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey(ORIGIN, SECRET.public_key().public_bytes_raw())
LEAVES = [leaf_hash(b"%d" % each) for each in range(400)]


def roots(most, leaves=LEAVES):
    return {size: root_of(leaves[:size]) for size in range(most + 1)}


def note(size, leaves=LEAVES, origin=ORIGIN):
    body = Checkpoint(origin, size, root_of(leaves[:size])).body()
    return signed_note(body, KEY, SECRET.sign(body.encode()))


@pytest.fixture
def folder(tmp_path):
    return RegisterFolder(tmp_path / "register")


def put(folder, *sizes):
    for size in sizes:
        folder.put(note(size), roots(size))


def test_an_empty_folder_has_published_nothing(folder):
    assert folder.latest() is None
    assert folder.covering(0) is None
    assert list(folder.sizes()) == []


def test_the_latest_is_the_largest_and_every_one_is_kept(folder):
    put(folder, 1, 3, 2, 7)

    assert folder.latest() == note(7)
    assert list(folder.sizes()) == [1, 3, 7]
    assert folder.at(3) == note(3)


def test_the_same_one_again_changes_nothing(folder):
    put(folder, 3, 3)

    assert list(folder.sizes()) == [3]


def test_another_one_of_the_same_size_is_refused(folder):
    put(folder, 3)
    forked = [leaf_hash(b"another"), *LEAVES[1:]]

    with pytest.raises(CheckpointContradicted):
        folder.put(note(3, forked), roots(3, forked))

    assert folder.latest() == note(3)


def test_a_larger_one_of_another_register_is_refused(folder):
    put(folder, 3)
    forked = [leaf_hash(b"another"), *LEAVES[1:]]

    with pytest.raises(CheckpointContradicted):
        folder.put(note(9, forked), roots(9, forked))
    with pytest.raises(CheckpointContradicted):
        folder.put(note(9, origin="other.example/log"), roots(9))
    with pytest.raises(CheckpointContradicted):
        folder.put(note(9), {9: roots(9)[9]})  # nobody has looked at size 3

    assert folder.latest() == note(3)


def test_one_that_was_kept_is_not_replaced_though_the_latest_was_put_back(folder):
    put(folder, 3, 5)
    (folder.path / "checkpoint").write_text(note(3))
    forked = [*LEAVES[:4], leaf_hash(b"another")]

    with pytest.raises(CheckpointContradicted):
        folder.put(note(5, forked), roots(5, forked))


@pytest.mark.parametrize(
    ("index", "covered_by"), [(0, 1), (1, 4), (3, 4), (4, 1500), (1499, 1500), (1500, None)]
)
def test_an_entry_is_covered_by_the_smallest_that_holds_it(folder, index, covered_by):
    for size in (1, 4):
        folder.put(note(size), roots(size))
    body = Checkpoint(ORIGIN, 1500, bytes(32)).body()
    large = signed_note(body, KEY, SECRET.sign(body.encode()))
    folder.put(large, roots(4))

    expected = large if covered_by == 1500 else covered_by and note(covered_by)
    assert folder.covering(index) == expected


def test_a_process_killed_before_it_kept_a_copy_is_made_up_for(folder):
    put(folder, 1, 2)
    (folder.path / "checkpoints" / "0" / "2").unlink()

    assert folder.covering(1) == note(2)
    put(folder, 3)

    assert list(folder.sizes()) == [1, 2, 3]


def publish_for_ever(path):
    folder = RegisterFolder(path)
    for size in range(1, len(LEAVES)):
        body = Checkpoint(ORIGIN, size, bytes([size % 256]) * 32).body()
        folder.put(
            signed_note(body, KEY, SECRET.sign(body.encode())),
            {each: bytes([each % 256]) * 32 for each in range(size + 1)},
        )


@pytest.mark.parametrize("published", [1, 20, 60])
def test_a_killed_process_leaves_whole_checkpoints(folder, published):
    process = multiprocessing.get_context("fork").Process(
        target=publish_for_ever, args=(folder.path,)
    )
    process.start()
    while sum(1 for _ in folder.sizes()) < published and process.is_alive():
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.join()

    latest = opened_checkpoint(folder.latest(), [KEY])
    for size in folder.sizes():
        assert opened_checkpoint(folder.at(size), [KEY]).size == size <= latest.size
    publish_for_ever(folder.path)
    assert opened_checkpoint(folder.latest(), [KEY]).size == len(LEAVES) - 1
    assert list(folder.sizes()) == list(range(1, len(LEAVES)))


def test_processes_that_publish_at_once_never_go_backwards(folder):
    several = [
        multiprocessing.get_context("fork").Process(target=publish_for_ever, args=(folder.path,))
        for _ in range(3)
    ]
    for each in several:
        each.start()
    seen = [0]
    while any(each.is_alive() for each in several):
        if latest := folder.latest():
            seen.append(opened_checkpoint(latest, [KEY]).size)
    for each in several:
        each.join()

    assert seen == sorted(seen)
    assert [each.exitcode for each in several] == [0, 0, 0]
