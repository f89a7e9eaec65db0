"""What a file shows by itself: whose it is, whether it is whole, and what it carries."""

import json
import os
import random
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from remine_portal.documents.checking import check_file
from remine_portal.documents.file_checks import FAULT_SENTENCES, Fault, FileCheck
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use
from remine_portal.documents.signing import sign_pdf
from remine_portal.documents.trust import Trust, TrustUnreadable
from remine_portal.domain.notes import VerifierKey
from tests import forging
from tests.forging import SAID, a_file, a_signed_file, trust_in

FLIPS = 10_000 if os.environ.get("REMINE_SOAK") else 48


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return KeyFolder(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def trust(keys):
    return trust_in(keys)


@pytest.fixture(scope="module")
def signed(keys):
    return a_signed_file(keys)


def faults(pdf, trust):
    return set(check_file(pdf, trust).faults)


def test_a_file_as_it_was_signed_has_no_fault(signed, trust):
    check = check_file(signed, trust)

    assert check.is_sound
    assert check.named == (SAID["number"], SAID["verification_id"])
    assert check.signature.signed_at == forging.SIGNED_AT
    assert "REMINE" in check.signature.signer


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("one byte more", Fault.NOT_THE_WHOLE_FILE),
        ("one byte less", Fault.NOT_THE_WHOLE_FILE),
        ("a revision more", Fault.NOT_THE_WHOLE_FILE),
        ("saved again", Fault.ALTERED),
        ("stuffed", Fault.SIGNATURE_STUFFED),
        ("in small letters", Fault.SIGNATURE_STUFFED),
        ("encrypted", Fault.ENCRYPTED),
        ("cut in the middle", Fault.UNREADABLE),
    ],
)
def test_every_change_has_its_name(signed, trust, change, fault):
    assert fault in faults(forging.CHANGES[change](signed), trust)


def test_a_bit_that_the_signature_covers_cannot_flip(signed, trust):
    room = forging.signature_room(signed)
    outside = [place for place in range(len(signed)) if place not in room]
    chance = random.Random(0)

    for _ in range(FLIPS):
        bit = 8 * chance.choice(outside) + chance.randrange(8)
        assert faults(forging.with_a_bit_flipped(signed, bit), trust), f"bit {bit}"


def test_a_bit_of_the_room_after_the_signature_cannot_flip(signed, trust):
    """QUALITY.md M12: nobody has signed it, and readers pass over it."""
    room = forging.signature_room(signed)
    chance = random.Random(0)

    for _ in range(FLIPS):
        bit = 8 * chance.choice(range(room.stop - 2000, room.stop)) + chance.randrange(8)
        assert faults(forging.with_a_bit_flipped(signed, bit), trust), f"bit {bit}"


def test_another_key_is_not_ours(tmp_path, trust):
    other = a_signed_file(KeyFolder(tmp_path))

    assert faults(other, trust) == {Fault.SIGNER_UNKNOWN}


def test_what_an_old_key_signed_is_still_believed(tmp_path):
    keys = KeyFolder(tmp_path)
    signed = a_signed_file(keys)
    keys.rotate(Use.DOCUMENT)

    assert check_file(signed, trust_in(keys)).is_sound


def test_whoever_trusts_nobody_believes_nothing(signed):
    assert faults(signed, Trust((), ())) == {Fault.SIGNER_UNKNOWN}


def test_a_file_without_signature(trust):
    assert faults(a_file(), trust) == {Fault.NOT_SIGNED}


def test_a_script_is_noticed_although_it_is_signed(keys, trust):
    with_script = a_signed_file(keys, OpenAction=forging.a_script())

    assert faults(with_script, trust) == {Fault.ACTIVE}


def test_an_action_on_the_page_is_noticed(keys, trust):
    launch = pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name.Launch)

    assert Fault.ACTIVE in faults(a_signed_file(keys, Hidden=pikepdf.Array([launch])), trust)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"b":1,"a":2}', b'{"a": 1}', b"\xff", b"[" * 9999])
def test_data_in_another_spelling_are_not_ours(keys, trust, data):
    with pikepdf.open(BytesIO(a_file())) as pdf:
        del pdf.attachments["declaration.json"]
        pdf.attachments["declaration.json"] = pikepdf.AttachedFileSpec(pdf, data)
        unsigned = forging.saved(pdf)
    signed = sign_pdf(unsigned, keys, signed_at=forging.SIGNED_AT)

    assert faults(signed, trust) == {Fault.NO_DECLARATION}


@pytest.mark.parametrize("text", [b"", b"hello", b"\n%PDF-1.7", b"PK\x03\x04"])
def test_what_is_no_pdf(trust, text):
    assert faults(text, trust) == {Fault.NOT_A_PDF}


def test_a_check_travels_as_json(signed, trust):
    for pdf in (signed, a_file(), b""):
        check = check_file(pdf, trust)
        assert FileCheck.read(check.entry()) == check


def test_every_fault_has_its_sentence():
    assert set(FAULT_SENTENCES) == set(Fault)


def test_trust_travels_as_a_file(trust):
    with_key = Trust(trust.issuers, (VerifierKey("portal.example/register", bytes(32)).text,))

    assert Trust.read(with_key.json()) == with_key


def test_a_trust_file_of_before_there_were_packs_is_read_still(trust):
    old = json.loads(trust.json())
    del old["pack_keys"]

    assert Trust.read(json.dumps(old)) == replace(trust, pack_keys=())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": "other"}', "[" * 99999])
def test_anything_else_is_no_trust(text):
    with pytest.raises(TrustUnreadable):
        Trust.read(text)
