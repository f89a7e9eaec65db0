"""How passwords are kept (QUALITY.md M3 and item 11)."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from argon2 import PasswordHasher

from remine_portal.services import passwords


def test_a_password_is_kept_as_argon2id_with_the_librarys_own_effort():
    kept = passwords.hash_password("tin and lead")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not passwords.is_outdated(kept)


def test_the_same_password_is_never_kept_twice_alike():
    assert passwords.hash_password("tin and lead") != passwords.hash_password("tin and lead")


def test_less_effort_counts_as_outdated():
    less = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

    assert passwords.is_outdated(less.hash("tin and lead"))


@pytest.mark.parametrize("password", ["é", "e\u0301", " tin ", "tin", "TIN", ""])
def test_nothing_about_a_password_is_changed_before_it_is_compared(password):
    kept = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("\u00e9 tin")

    assert not passwords.matches(kept, password)
    assert passwords.matches(kept, "\u00e9 tin")


def test_what_is_no_hash_matches_nothing():
    assert not passwords.matches("!", "!")


def test_a_crowd_at_the_door_is_compared_four_at_a_time():
    with ThreadPoolExecutor(1) as fifth:
        for _ in range(4):
            passwords.AT_ONCE.acquire()
        hashing = fifth.submit(passwords.hash_password, "tin and lead")
        waiting = wait([hashing], timeout=0.5).not_done
        for _ in range(4):
            passwords.AT_ONCE.release()

    assert waiting, "the fifth waits while four are at it"
    assert hashing.result()
