"""The register's entries, checkpoints and proofs: what is written, and what is never believed."""

import base64
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.merkle import inclusion_proof, leaf_hash, root_of
from remine_portal.domain.notes import (
    NoteMalformed,
    NoteUnsigned,
    VerifierKey,
    signed_note,
    text_of_note,
)
from remine_portal.domain.register import (
    Checkpoint,
    Event,
    Proof,
    ProofFails,
    declaration_entry,
    opened_checkpoint,
    origin_of,
    period_entry,
    read_entry,
)

ORIGIN = "remine.example/register"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey(ORIGIN, SECRET.public_key().public_bytes_raw())
OTHER_SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OTHER = VerifierKey(ORIGIN, OTHER_SECRET.public_key().public_bytes_raw())
AT = datetime(2026, 11, 23, 14, 0, tzinfo=timezone(timedelta(hours=9)))

# The example of the specification, C2SP signed-note.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
    "RKuwHjG1Yu72IneyaQM=\n"
)


def signed(body, secret=SECRET, key=KEY):
    return signed_note(body, key, secret.sign(body.encode()))


def an_entry(previous=None):
    return declaration_entry(
        Event.ISSUED,
        declaration=("RM-2026-000001", "0" * 26),
        pdf_sha256="a" * 64,
        declaration_sha256="b" * 64,
        recorded_at=AT,
        previous=previous,
    )


def a_proof(index=2, size=5):
    entries = [an_entry(each) for each in range(size)]
    leaves = [leaf_hash(each) for each in entries]
    checkpoint = signed(Checkpoint(ORIGIN, size, root_of(leaves)).body())
    return Proof(entries[index], index, tuple(inclusion_proof(index, leaves)), checkpoint)


def test_an_entry_is_canonical_and_names_nobody():
    assert an_entry().decode() == (
        f'{{"declaration_sha256":"{"b" * 64}","event":"issued","number":"RM-2026-000001",'
        f'"pdf_sha256":"{"a" * 64}","previous":null,"recorded_at":"2026-11-23T05:00:00Z","v":1,'
        '"verification_id_sha256":'
        '"575b83480d348cd3168ffbb874e26156b7d94842cd6c667dba6867976e62d38d"}'
    )


def test_a_closed_period_says_what_was_published():
    entry = period_entry(
        account=("NAOSHIMA", "CU"),
        first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 31),
        document_sha256="c" * 64,
        recorded_at=AT.astimezone(UTC),
    )

    assert read_entry(entry)["document_sha256"] == "c" * 64
    assert read_entry(entry)["event"] is not None


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"[]",
        b'{"v":1}',
        b"\xff",
        b'{"event":["issued"],"v":1}',
        b'{"event":"issued","v":NaN}',
        b"[" * 60_000,
        an_entry() + b" ",
        an_entry().replace(b'"v":1', b'"v":2'),
        an_entry().replace(b'"v":1', b'"v":1.0'),
        an_entry().replace(b"issued", b"period-closed"),
        an_entry().replace(b'"event":"issued",', b'"event":"issued","more":"x",'),
        an_entry().replace(b'"previous":null', b'"previous":true'),
        an_entry().replace(b'"RM-2026-000001"', b"1"),
    ],
)
def test_an_entry_said_otherwise_is_none(forged):
    with pytest.raises(NoteMalformed):
        read_entry(forged)


def test_the_specifications_own_note_verifies():
    key = VerifierKey.read(FOO)

    assert key.text == FOO
    assert text_of_note(FOO_NOTE, [key]) == "This is an example message.\n"
    with pytest.raises(NoteUnsigned):
        text_of_note(FOO_NOTE.replace("example message", "exemple message"), [key])


@pytest.mark.parametrize(
    "text",
    ["", "name", FOO.replace("530d", "530e"), FOO.replace("+Ae", "+Be"), FOO + "=", "a b" + FOO],
)
def test_a_verifier_key_says_its_id_rightly(text):
    with pytest.raises(NoteMalformed):
        VerifierKey.read(text)


@pytest.mark.parametrize(("name", "public"), [("a b", bytes(32)), ("a+b", bytes(32)), ("a", b"")])
def test_a_key_has_a_name_of_the_specification(name, public):
    with pytest.raises(ValueError):
        VerifierKey(name, public)


def test_after_rotation_both_old_and_new_checkpoints_verify():
    body = Checkpoint(ORIGIN, 1, bytes(32)).body()

    for note in (signed(body), signed(body, OTHER_SECRET, OTHER)):
        assert opened_checkpoint(note, [OTHER, KEY]).size == 1
    with pytest.raises(NoteUnsigned):
        opened_checkpoint(signed(body, OTHER_SECRET, OTHER), [KEY])


def test_signatures_of_strangers_are_passed_over_and_counterfeits_are_not():
    body = Checkpoint(ORIGIN, 1, bytes(32)).body()
    note = signed(body)
    stranger = OTHER.signature_line(OTHER_SECRET.sign(body.encode()))
    counterfeit = OTHER.signature_line(SECRET.sign(body.encode()))

    assert opened_checkpoint(note + stranger, [KEY]).size == 1
    assert opened_checkpoint(note + counterfeit, [KEY]).size == 1
    with pytest.raises(NoteUnsigned):
        opened_checkpoint(note + counterfeit, [KEY, OTHER])


def test_a_checkpoint_of_another_log_is_not_ours():
    note = signed(Checkpoint("other.example/log", 1, bytes(32)).body())

    with pytest.raises(NoteUnsigned):
        opened_checkpoint(note, [KEY])


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n1\n" + base64.b64encode(bytes(32)).decode() + "\n",
        f"{ORIGIN}\n01\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n-1\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n１\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n{'9' * 20}\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n1\n{base64.b64encode(bytes(31)).decode()}\n",
        f"{ORIGIN}\n1\n{'A' * 42}B=\n",
        f"{ORIGIN}\n1\n{base64.b64encode(bytes(32)).decode()}\nmore\n",
    ],
)
def test_a_checkpoint_spelt_otherwise_is_none(body):
    with pytest.raises(NoteMalformed):
        Checkpoint.read(body)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n- name AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "te\rxt\n\n— name AAAAAAAA\n",
        "te\x00xt\n\n— name AAAAAAAA\n",
        "te\ud800xt\n\n— name AAAAAAAA\n",
        "text\n\n" + "— name AAAAAAAA\n" * 40,
        "t" * 200_000 + "\n\n— name AAAAAAAA\n",
    ],
)
def test_a_note_of_another_form_is_none(note):
    with pytest.raises(NoteMalformed):
        text_of_note(note, [KEY])


@pytest.mark.parametrize(("index", "size"), [(0, 1), (2, 5), (4, 5), (7, 8)])
def test_a_proof_travels_as_text_and_still_proves(index, size):
    proof = a_proof(index, size)

    read = Proof.read(proof.text())

    assert read == proof
    assert read.verified([KEY]).size == size


def test_a_proof_has_the_form_of_the_specification():
    lines = a_proof(2, 5).text().split("\n")

    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert base64.b64decode(lines[1].removeprefix("extra ")) == an_entry(2)
    assert lines[2] == "index 2"
    assert [len(base64.b64decode(each)) for each in lines[3:6]] == [32, 32, 32]
    assert lines[6:9] == ["", ORIGIN, "5"]


def test_a_proof_of_another_entry_or_place_fails():
    proof = a_proof(2, 5)
    for forged in (
        Proof(an_entry(3), 2, proof.hashes, proof.checkpoint),
        Proof(proof.entry, 3, proof.hashes, proof.checkpoint),
        Proof(proof.entry, 2, proof.hashes[:-1], proof.checkpoint),
        Proof(proof.entry, 2**62, proof.hashes, proof.checkpoint),
    ):
        with pytest.raises(ProofFails):
            Proof.read(forged.text()).verified([KEY])


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("@v1", "@v2"),
        ("extra ", "extra  "),
        ("index 2", "index 02"),
        ("index 2", "index +2"),
        ("index 2\n", ""),
        ("index 2\n", "index 2\nAAAA\n"),
        ("index 2\n", "index 2\n" + "A" * 43 + "=\n" * 1),
        ("index 2\n", "index 2\n" + ("A" * 43 + "=\n") * 65),
        ("\n\n", "\n"),
        ("\n", "\r\n"),
    ],
)
def test_a_proof_spelt_otherwise_proves_nothing(written, instead):
    with pytest.raises((NoteMalformed, ProofFails)):
        Proof.read(a_proof().text().replace(written, instead)).verified([KEY])


@given(st.data())
def test_a_proof_with_any_character_changed_proves_nothing(data):
    text = a_proof().text()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda each: each != text[place]))

    with pytest.raises((NoteMalformed, NoteUnsigned)):
        Proof.read(text[:place] + other + text[place + 1 :]).verified([KEY])


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://remine.example", "remine.example/register"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000/register"),
        ("https://remine.example/portal/", "remine.example/portal/register"),
    ],
)
def test_the_register_is_named_after_its_address(base_url, origin):
    assert origin_of(base_url) == origin
