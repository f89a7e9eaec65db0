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
from collections.abc import Iterator
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

from remine_portal.documents.development_authority import root_certificate, signer_certificate
from remine_portal.documents.keys import P256_BYTES, PublishedKey, Use, key_entry, read_key

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey


@dataclass(frozen=True)
class KeyFolder:
    """Missing keys are made when first asked for, and then kept."""

    path: Path

    def published(self, use: Use) -> tuple[PublishedKey, ...]:
        listed = self.path / f"{use}.json"
        if not listed.exists():
            with self._alone():
                if not listed.exists():
                    self._begin_key(use, ())
        return tuple(read_key(entry) for entry in json.loads(listed.read_text()))

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
        self.published(use)
        with self._alone():
            before = self.published(use)
            new = self._begin_key(use, before)
            for private in self.path.glob(f"{use}-*.private.pem"):
                if private != self._private_path(new.key_id):
                    private.unlink()
        return new

    def _private_key(self, use: Use) -> PrivateKey:
        while True:
            newest = self.published(use)[0]
            try:
                pem = self._private_path(newest.key_id).read_bytes()
            except FileNotFoundError:
                if self.published(use)[0] == newest:
                    raise
                continue  # rotated in between
            return cast(PrivateKey, load_pem_private_key(pem, None))

    def _begin_key(self, use: Use, before: tuple[PublishedKey, ...]) -> PublishedKey:
        """The private half is on the disk before anybody can learn of the public one."""
        now = datetime.now(UTC).replace(microsecond=0)  # as certificates count
        private = _generate(use)
        public = private.public_key()
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        new = PublishedKey(
            key_id=f"{use}-{hashlib.sha256(spki).hexdigest()[:16]}",
            use=use,
            public_pem=pem.decode(),
            not_before=now,
            certificates=self._certify(public, now) if use is Use.DOCUMENT else (),
        )
        replaced = [replace(key, not_after=key.not_after or now) for key in before]
        self._write(self._private_path(new.key_id), _pem(private))
        listed = json.dumps([key_entry(key) for key in (new, *replaced)], indent=2)
        self._write(self.path / f"{use}.json", listed.encode())
        return new

    def _certify(self, public: PublicKey, now: datetime) -> tuple[bytes, ...]:
        """The certificates of a document key, by the authority that this folder began with."""
        assert isinstance(public, ec.EllipticCurvePublicKey)
        key_path, root_path = self.path / "root.private.pem", self.path / "root.pem"
        if not root_path.exists():
            new_key = ec.generate_private_key(ec.SECP256R1())
            self._write(key_path, _pem(new_key))
            self._write(root_path, root_certificate(new_key, now).public_bytes(Encoding.PEM))
        root = x509.load_pem_x509_certificate(root_path.read_bytes())
        root_key = load_pem_private_key(key_path.read_bytes(), None)
        assert isinstance(root_key, ec.EllipticCurvePrivateKey)
        certificate = signer_certificate(public, root=root, root_key=root_key, now=now)
        return certificate.public_bytes(Encoding.DER), root.public_bytes(Encoding.DER)

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
    if use is Use.REGISTER:
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
