"""Keys in a folder: made once, for one owner, replaced without spoiling what they have signed."""

import multiprocessing
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use, is_signed_by

NOBODY = 65534


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "keys")


@pytest.mark.parametrize("use", Use)
def test_a_key_signs_for_its_use(folder, use):
    signature = folder.sign(use, b"what is signed")

    (key,) = folder.published(use)
    assert is_signed_by(key, signature, b"what is signed")
    assert not is_signed_by(key, signature, b"what was signed")


@pytest.mark.parametrize("use", [Use.CREDENTIAL, Use.REGISTER, Use.PACK])
def test_the_bare_signatures_have_64_bytes(folder, use):
    assert {len(folder.sign(use, bytes([n]))) for n in range(20)} == {64}


def test_each_use_has_a_key_of_its_own(folder):
    assert len({folder.published(use)[0].public_pem for use in Use}) == len(Use)


def test_keys_are_made_once(folder):
    assert folder.published(Use.DOCUMENT) == KeyFolder(folder.path).published(Use.DOCUMENT)


def test_only_the_owner_may_look(folder):
    for use in Use:
        folder.published(use)

    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.path.iterdir()} == {0o600}


def test_another_user_cannot_open_a_key(tmp_path):
    """The web process runs as another user than the signing process (QUALITY.md item 64)."""
    with tempfile.TemporaryDirectory() as open_to_all:
        beside = Path(open_to_all) / "beside"
        beside.write_text("for everybody")
        Path(open_to_all).chmod(0o755)
        folder = KeyFolder(Path(open_to_all) / "keys")
        folder.published(Use.DOCUMENT)
        private = next(folder.path.glob("document-*.private.pem"))

        assert opens_for_another_user(beside)
        assert not opens_for_another_user(private)


def opens_for_another_user(path: Path) -> bool:
    if os.getuid() != 0:  # who is nobody else must believe the bits
        return all(each.stat().st_mode & 0o005 for each in (path, path.parent))
    read = ["/bin/cat", str(path)]
    tried = subprocess.run(
        read, user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True, check=False
    )
    return tried.returncode == 0


def test_processes_that_begin_at_once_share_their_keys(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        seen = pool.map(first_key, [str(tmp_path / "keys")] * 8)

    assert len(set(seen)) == 1


def first_key(path: str) -> str:
    return KeyFolder(Path(path)).published(Use.DOCUMENT)[0].public_pem


@pytest.mark.parametrize("use", Use)
def test_after_a_rotation_the_new_key_signs_and_the_old_one_is_still_known(folder, use):
    before = folder.sign(use, b"before")
    (old,) = folder.published(use)

    new = folder.rotate(use)

    first, second = folder.published(use)
    assert first == new
    assert second.key_id == old.key_id
    assert second.certificates == old.certificates
    assert second.not_after == new.not_before
    assert is_signed_by(second, before, b"before")
    assert is_signed_by(first, folder.sign(use, b"after"), b"after")


def test_a_rotation_destroys_the_old_private_key(folder):
    old = folder.published(Use.DOCUMENT)[0]
    private = folder.path / f"{old.key_id}.private.pem"
    assert private.exists()

    folder.rotate(Use.DOCUMENT)

    assert not private.exists()


def test_a_rotation_leaves_the_other_keys_alone(folder):
    others = [folder.published(use) for use in (Use.CREDENTIAL, Use.REGISTER)]

    folder.rotate(Use.DOCUMENT)

    assert [folder.published(use) for use in (Use.CREDENTIAL, Use.REGISTER)] == others


def test_signing_goes_on_while_keys_are_rotated(folder):
    with ThreadPoolExecutor(2) as threads:
        signing = [threads.submit(folder.sign, Use.REGISTER, b"data") for _ in range(200)]
        for _ in range(20):
            folder.rotate(Use.REGISTER)

    signatures = [each.result() for each in signing]
    keys = folder.published(Use.REGISTER)
    assert all(any(is_signed_by(key, each, b"data") for key in keys) for each in signatures)


def test_a_document_key_has_a_certificate_and_a_root(folder):
    key = folder.published(Use.DOCUMENT)[0]

    signer, root = (x509.load_der_x509_certificate(der) for der in key.certificates)

    signer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert signer.public_key() == load_pem_public_key(key.public_pem.encode())
    assert signer.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment
    assert not signer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_other_tools_accept_what_the_certificate_is_for(folder):
    """NSS, on which pdfsig stands, believes signers only who may sign mail as well."""
    signer = x509.load_der_x509_certificate(folder.published(Use.DOCUMENT)[0].certificates[0])

    purposes = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert {each.dotted_string for each in purposes} == {"1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4"}


def test_one_root_certifies_all_keys_of_a_folder(folder):
    folder.rotate(Use.DOCUMENT)

    assert len({key.certificates[-1] for key in folder.published(Use.DOCUMENT)}) == 1


def test_nobody_takes_the_certificates_of_development_for_real_ones(folder):
    for der in folder.published(Use.DOCUMENT)[0].certificates:
        subject = x509.load_der_x509_certificate(der).subject.rfc4514_string()
        assert "SAMPLE" in subject
        assert "not trusted" in subject
