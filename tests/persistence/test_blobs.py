"""Files by their SHA-256."""

import hashlib
import os
import resource
from datetime import UTC, datetime

import pytest

from remine_portal.persistence.blobs import Blobs

CONTENT = b"what was said"


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path)


def test_a_blob_is_found_by_its_hash(blobs):
    sha256 = blobs.put(CONTENT)

    assert sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert blobs.get(sha256) == CONTENT


def test_the_same_bytes_are_kept_once(blobs, tmp_path):
    blobs.put(CONTENT)
    blobs.put(CONTENT)

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_an_altered_file_is_never_handed_out(blobs):
    sha256 = blobs.put(CONTENT)
    blobs.path_of(sha256).write_bytes(b"something else")

    with pytest.raises(AssertionError, match="altered"):
        blobs.get(sha256)


def test_a_large_file_is_kept_by_moving_it(blobs):
    with blobs.workshop() as workshop:
        (workshop / "large").write_bytes(CONTENT)
        sha256 = blobs.put_file(workshop / "large")

    assert blobs.put(CONTENT) == sha256
    assert blobs.checked(sha256).read_bytes() == CONTENT
    assert [path for path in blobs.folder.rglob("*") if path.is_file()] == [blobs.path_of(sha256)]


def test_an_altered_large_file_is_never_handed_out(blobs):
    sha256 = blobs.put(CONTENT)
    blobs.path_of(sha256).write_bytes(b"something else")

    with pytest.raises(AssertionError, match="altered"):
        blobs.checked(sha256)


def test_what_somebody_died_over_is_cleared_away_and_what_is_being_made_is_not(blobs):
    left = blobs.folder / "workshop-left"
    left.mkdir(parents=True)
    (left / "pack.zip").write_bytes(CONTENT)
    os.utime(left, (0, 0))

    with blobs.workshop() as workshop:
        blobs.clear_workshops(before=datetime(2000, 1, 1, tzinfo=UTC))
        assert list(blobs.folder.iterdir()) == [workshop]


def test_a_disk_that_is_full_is_not_filled_with_halves(blobs):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            blobs.put(CONTENT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert not [path for path in blobs.folder.rglob("*") if path.is_file()]


def test_what_can_be_made_again_is_let_go_of_once_or_twice(blobs):
    sha256 = blobs.put(CONTENT)

    blobs.discard(sha256)
    blobs.discard(sha256)

    assert not blobs.path_of(sha256).exists()
