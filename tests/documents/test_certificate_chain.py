"""A document key that an authority outside the house certifies, and chains that it is not."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from remine_portal.documents.certificate_chain import CertificateRefused
from remine_portal.documents.development_authority import root_certificate, signer_certificate
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use, is_signed_by

SUBJECT = x509.Name.from_rfc4514_string("CN=Declarations,C=JP")
NOW = datetime.now(UTC)


class Authority:
    """It certifies what it is asked to, as an authority outside the house would."""

    def __init__(self, since: datetime = NOW) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = root_certificate(self.key, since)

    def answer(self, request: bytes, since: datetime = NOW) -> tuple[x509.Certificate, ...]:
        asked = x509.load_pem_x509_csr(request)
        assert asked.is_signature_valid
        certified = signer_certificate(
            asked.public_key(), root=self.root, root_key=self.key, now=since
        )
        return certified, self.root


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def authority():
    return Authority()


def test_a_certified_key_signs_under_the_authoritys_chain(folder, authority):
    chain = authority.answer(folder.request_certificate(SUBJECT))

    new = folder.certify(pem(*chain))

    assert folder.published(Use.DOCUMENT) == (new,)
    assert new.certificates == tuple(each.public_bytes(Encoding.DER) for each in chain)
    assert is_signed_by(new, folder.sign(Use.DOCUMENT, b"data"), b"data")


def test_until_it_is_certified_the_old_key_signs(folder, authority):
    (old,) = folder.published(Use.DOCUMENT)
    request = folder.request_certificate(SUBJECT)
    assert folder.published(Use.DOCUMENT) == (old,)

    new = folder.certify(pem(*authority.answer(request)))

    assert [key.key_id for key in folder.published(Use.DOCUMENT)] == [new.key_id, old.key_id]
    kept = {path.name for path in folder.path.glob("*.private.pem")}
    assert kept == {f"{new.key_id}.private.pem", "root.private.pem"}


def test_asking_twice_is_asking_for_the_same_key(folder):
    first, second = (
        x509.load_pem_x509_csr(folder.request_certificate(SUBJECT)).public_key() for _ in range(2)
    )

    assert first == second


def test_a_key_that_was_certified_outside_is_not_rotated_into_one_that_nobody_trusts(
    folder, authority
):
    folder.certify(pem(*authority.answer(folder.request_certificate(SUBJECT))))

    with pytest.raises(CertificateRefused, match="Request a certificate for its successor"):
        folder.rotate(Use.DOCUMENT)


def test_a_certificate_that_nobody_asked_for_is_refused(folder, authority, tmp_path):
    others = authority.answer(KeyFolder(tmp_path / "others").request_certificate(SUBJECT))

    with pytest.raises(CertificateRefused, match="Request one first"):
        folder.certify(pem(*others))
    folder.request_certificate(SUBJECT)
    with pytest.raises(CertificateRefused, match="another key"):
        folder.certify(pem(*others))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (lambda signer, root: b"nonsense", "no certificates"),
        (lambda signer, root: pem(signer), "chain breaks"),
        (lambda signer, root: pem(root, signer), "chain breaks"),
        (lambda signer, root: pem(signer, Authority().root), "chain breaks"),
        (lambda signer, root: pem(root), "not for signing"),
    ],
    ids=["no PEM", "no root", "root first", "another root", "root alone"],
)
def test_a_chain_that_nobody_could_follow_is_refused(folder, authority, sent, says):
    chain = authority.answer(folder.request_certificate(SUBJECT))

    with pytest.raises(CertificateRefused, match=says):
        folder.certify(sent(*chain))


def test_a_chain_that_has_run_out_is_refused(folder):
    long_ago = NOW - timedelta(days=365 * 11)
    chain = Authority(long_ago).answer(folder.request_certificate(SUBJECT), long_ago)

    with pytest.raises(CertificateRefused, match="not valid today"):
        folder.certify(pem(*chain))


def test_the_ceremony_of_an_operator(folder, authority, tmp_path):
    def command(*words: str) -> subprocess.CompletedProcess:
        service = [sys.executable, "-m", "remine_portal.documents.signing_service"]
        return subprocess.run(
            [*service, *words, "--keys", str(folder.path)], capture_output=True, check=False
        )

    request = command("request", "CN=Declarations,C=JP").stdout
    (tmp_path / "chain.pem").write_bytes(pem(*authority.answer(request)))

    assert b"signs from now on" in command("certify", str(tmp_path / "chain.pem")).stdout
    again = command("rotate", "document")
    assert again.returncode == 1
    assert b"Request a certificate" in again.stderr
