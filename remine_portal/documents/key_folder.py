"""Keys in a folder: of the portal itself in development, of the signing process in production.

The folder belongs to one user of the system and opens for nobody else. Each use has a list of its
published keys, newest first, and the private half of the first. A small authority, of the folder's
own, certifies document keys. A file under its final name is whole, and one lock keeps two processes
from making keys at once.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from remine_portal.documents.certificate_chain import CertificateRefused, read_chain
from remine_portal.documents.development_authority import root_certificate, signer_certificate
from remine_portal.documents.keys import P256_BYTES, PublishedKey, Use, key_entry, read_key

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


@dataclass(frozen=True)
class KeyFolder:
    """Missing keys are made when first asked for, and then kept."""

    path: Path

    def published(self, use: Use) -> tuple[PublishedKey, ...]:
        if not self._list(use).exists():
            with self._alone():
                if not self._list(use).exists():
                    self._begin(use, _generate(use))
        return self._listed(use)

    def sign(self, use: Use, data: bytes) -> bytes:
        key = self._private_key(use)
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(data)
        signature = key.sign(data, ec.ECDSA(SHA256()))
        if use is Use.DOCUMENT:
            return signature
        return b"".join(half.to_bytes(P256_BYTES) for half in decode_dss_signature(signature))

    def rotate(self, use: Use) -> PublishedKey:
        """A new key that signs from now on.

        The old private key is destroyed: nothing can be signed with it any more. Its public half
        and its certificate stay published, so that all it has signed stays valid.
        """
        newest = self.published(use)[0]
        if newest.certificates and newest.certificates[-1] != self._own_root():
            raise CertificateRefused(
                "An authority outside has certified this key. Request a certificate for its "
                "successor instead, and certify it with the authority's answer."
            )
        with self._alone():
            return self._begin(use, _generate(use))

    def request_certificate(self, subject: x509.Name) -> bytes:
        """A request to an authority outside, in PEM, for a document key that does not sign yet.

        The same request again is for the same key, until it has its certificate.
        """
        with self._alone():
            if not self._waiting.exists():
                self._write(self._waiting, _pem(_generate(Use.DOCUMENT)))
            key = _load(self._waiting)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        builder = x509.CertificateSigningRequestBuilder(subject)
        return builder.sign(key, SHA256()).public_bytes(Encoding.PEM)

    def certify(self, chain_pem: bytes) -> PublishedKey:
        """Let the key that waited sign from now on, under the chain that the authority has sent.

        What it replaces is destroyed as in a rotation. Refuses a chain that nobody could follow.
        """
        chain = read_chain(chain_pem, now=datetime.now(UTC))
        with self._alone():
            if not self._waiting.exists():
                raise CertificateRefused("No key waits for a certificate. Request one first.")
            key = _load(self._waiting)
            if chain[0].public_key() != key.public_key():
                raise CertificateRefused(
                    "This certificate is for another key than the one waiting."
                )
            new = self._begin(Use.DOCUMENT, key, chain)
            self._waiting.unlink()
        return new

    def _private_key(self, use: Use) -> PrivateKey:
        while True:
            newest = self.published(use)[0]
            try:
                return _load(self._private_path(newest.key_id))
            except FileNotFoundError:  # rotated in between, or lost
                if self.published(use)[0] == newest:
                    raise

    def _begin(
        self, use: Use, private: PrivateKey, chain: Sequence[x509.Certificate] = ()
    ) -> PublishedKey:
        """The private half is on the disk before anybody can learn of the public one."""
        now = datetime.now(UTC).replace(microsecond=0)  # as certificates count
        before = self._listed(use) if self._list(use).exists() else ()
        public = private.public_key()
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        if use is Use.DOCUMENT and not chain:
            chain = self._certify(public, now)
        new = PublishedKey(
            key_id=f"{use}-{hashlib.sha256(spki).hexdigest()[:16]}",
            use=use,
            public_pem=pem.decode(),
            not_before=now,
            certificates=tuple(each.public_bytes(Encoding.DER) for each in chain),
        )
        replaced = [replace(key, not_after=key.not_after or now) for key in before]
        self._write(self._private_path(new.key_id), _pem(private))
        listed = json.dumps([key_entry(key) for key in (new, *replaced)], indent=2)
        self._write(self._list(use), listed.encode())
        for path in self.path.glob(f"{use}-*.private.pem"):
            if path != self._private_path(new.key_id):
                path.unlink()
        return new

    def _certify(self, public: PublicKey, now: datetime) -> tuple[x509.Certificate, ...]:
        """The certificates of a document key, by the authority that this folder began with."""
        assert isinstance(public, ec.EllipticCurvePublicKey)
        key_path = self.path / "root.private.pem"
        if not self._root.exists():
            new_key = ec.generate_private_key(ec.SECP256R1())
            self._write(key_path, _pem(new_key))
            self._write(self._root, root_certificate(new_key, now).public_bytes(Encoding.PEM))
        root = x509.load_pem_x509_certificate(self._root.read_bytes())
        root_key = _load(key_path)
        assert isinstance(root_key, ec.EllipticCurvePrivateKey)
        return signer_certificate(public, root=root, root_key=root_key, now=now), root

    def _own_root(self) -> bytes | None:
        if not self._root.exists():
            return None
        root = x509.load_pem_x509_certificate(self._root.read_bytes())
        return root.public_bytes(Encoding.DER)

    def _listed(self, use: Use) -> tuple[PublishedKey, ...]:
        return tuple(read_key(entry) for entry in json.loads(self._list(use).read_text()))

    def _list(self, use: Use) -> Path:
        return self.path / f"{use}.json"

    @property
    def _root(self) -> Path:
        return self.path / "root.pem"

    @property
    def _waiting(self) -> Path:
        return self.path / "waiting.private.pem"

    def _private_path(self, key_id: str) -> Path:
        return self.path / f"{key_id}.private.pem"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process, and one thread of it, at a time."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _write(self, final: Path, content: bytes) -> None:
        """For the owner's eyes only, from the first byte on; synced, then renamed."""
        descriptor, name = tempfile.mkstemp(dir=self.path)  # mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(final)
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _generate(use: Use) -> PrivateKey:
    if use in (Use.REGISTER, Use.PACK):
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def _load(path: Path) -> PrivateKey:
    return cast(PrivateKey, load_pem_private_key(path.read_bytes(), None))


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
