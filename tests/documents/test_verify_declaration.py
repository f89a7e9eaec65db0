"""The verifier that customers keep says what ours says, and shares no line with it."""

import ast
import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remine_portal.documents import verify_declaration
from remine_portal.documents.checking import check_file
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.stand_alone import PROGRAM, stand_alone_verifier
from remine_portal.documents.trust import Trust
from tests import forging
from tests.forging import SAID, a_proof, a_signed_file, trust_in


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return KeyFolder(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def trust(keys):
    return trust_in(keys)


@pytest.fixture(scope="module")
def signed(keys):
    return a_signed_file(keys)


@pytest.fixture(scope="module")
def proof(keys, signed):
    return a_proof(keys, signed)


def is_signed_well(pdf, trust) -> bool:
    try:
        verify_declaration.check_signature(pdf, list(trust.issuers))
    except Exception:
        return False
    return True


def verdict(pdf, proof, trust) -> bool:
    return verify_declaration.verify(pdf, proof, json.loads(trust.json()))


def run(folder, program, *arguments):
    script = folder / "verify_declaration.py"
    script.write_text(program)
    command = [sys.executable, "-I", script.name, *arguments]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)


def test_it_runs_alone_in_an_empty_folder(tmp_path, signed, proof, trust):
    (tmp_path / "RM.pdf").write_bytes(signed)
    (tmp_path / "RM.tlog-proof").write_text(proof)

    result = run(tmp_path, stand_alone_verifier(trust), "RM.pdf")

    assert (result.returncode, result.stderr) == (0, "")
    register, content, signature, status, said = result.stdout.splitlines()
    assert register.startswith("register   ok     entry 2 of 7 at portal.example/register")
    assert content.endswith(f"is {SAID['number']} as issued")
    assert signature.startswith("signature  ok     the whole file")
    assert status == f"status     unknown: ask https://portal.example/v/{SAID['verification_id']}"
    assert said == "GENUINE, status unknown"


def test_our_own_copy_is_told_whom_to_trust(tmp_path, signed, proof, trust):
    for name, content in (("a.pdf", signed), ("b", proof.encode()), ("t", trust.json().encode())):
        (tmp_path / name).write_bytes(content)
    program = PROGRAM.read_text()

    assert run(tmp_path, program, "a.pdf", "b", "--trust", "t").returncode == 0
    assert run(tmp_path, program, "a.pdf", "b").returncode == 2
    assert run(tmp_path, program, "a.pdf", "--trust", "t").returncode == 2


def test_it_is_small_and_asks_for_nothing_of_ours():
    program = PROGRAM.read_text()

    assert len(program.splitlines()) <= 300
    assert "remine_portal" not in program
    ast.parse(program, feature_version=(3, 9))


@pytest.mark.parametrize("change", forging.CHANGES)
def test_nothing_changed_is_genuine(signed, proof, trust, change, capsys):
    changed = forging.CHANGES[change](signed)

    assert not verdict(changed, proof, trust)
    assert not is_signed_well(changed, trust)
    assert capsys.readouterr().out.endswith("NOT GENUINE\n")


def test_another_key_is_not_ours(tmp_path, proof, trust):
    other = KeyFolder(tmp_path)
    forged = a_signed_file(other)

    assert not verdict(forged, proof, trust)
    assert not verdict(forged, a_proof(other, forged), trust)
    assert not is_signed_well(forged, trust)


def test_a_proof_of_another_file_proves_nothing(keys, signed, trust):
    other = a_signed_file(keys, Lang="en")

    assert is_signed_well(other, trust)
    assert not verdict(signed, a_proof(keys, other), trust)


def test_a_proof_without_our_key_proves_nothing(signed, proof, trust):
    assert not verdict(signed, proof, Trust(trust.issuers, ()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bit_of_a_proof_can_flip(signed, proof, trust, data):
    text = proof.encode()
    bit = data.draw(st.integers(0, 8 * len(text) - 1))
    changed = forging.with_a_bit_flipped(text, bit).decode("utf-8", "replace")

    assert not verdict(signed, changed, trust)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_verifiers_say_the_same_of_every_bit(signed, proof, trust, data):
    bit = data.draw(st.integers(0, 8 * len(signed) - 1))
    changed = forging.with_a_bit_flipped(signed, bit)

    assert not verdict(changed, proof, trust)
    assert is_signed_well(changed, trust) <= check_file(changed, trust).is_sound


@pytest.mark.parametrize("spelt", ["02", "+2", " 2", "0_2", "２"])
def test_an_index_has_one_spelling(signed, proof, trust, spelt):
    """As for the portal's own reader of proofs."""
    assert not verdict(signed, proof.replace("index 2\n", f"index {spelt}\n"), trust)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"/ByteRange [0 1 2 3]"])
def test_what_is_no_document_is_not_genuine(pdf, proof, trust):
    assert not verdict(pdf, proof, trust)
