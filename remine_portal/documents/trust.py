"""Whom to believe: the roots and keys that a checker pins, and asks no network for."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from remine_portal.documents.keys import PublishedKey
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.notes import NoteMalformed, VerifierKey

FORM = "remine-trust/1"
BEGIN, END = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"


class TrustUnreadable(Refusal):
    sentence = N_("This is no trust file. Get it from the portal once more, at /verify/trust.json.")


@dataclass(frozen=True, slots=True)
class Trust:
    """`issuers` are root certificates of document keys, in DER; `register_keys` as C2SP has them.

    `pack_keys` are what stands between the lines of their PEM. Keys that no longer sign are among
    them all, so that what they signed is still believed.
    """

    issuers: tuple[bytes, ...]
    register_keys: tuple[str, ...]
    pack_keys: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        document_keys: Iterable[PublishedKey],
        register_keys: Iterable[VerifierKey],
        pack_keys: Iterable[PublishedKey] = (),
    ) -> Trust:
        """What those who have these keys ask others to believe."""
        roots = dict.fromkeys(key.certificates[-1] for key in document_keys)
        return cls(
            tuple(roots),
            tuple(key.text for key in register_keys),
            tuple("".join(key.public_pem.splitlines()[1:-1]) for key in pack_keys),
        )

    def verifier_keys(self) -> list[VerifierKey]:
        return [VerifierKey.read(text) for text in self.register_keys]

    def pack_keys_pem(self) -> str:
        """The keys that sign manifests of packs as openssl reads them, newest first."""
        lines = [f"{BEGIN}\n{key}\n{END}\n" for key in self.pack_keys]
        return "".join(lines)

    def json(self) -> str:
        """`trust.json`, which whoever checks without us keeps."""
        stated = {
            "form": FORM,
            "issuers": [b64encode(der).decode() for der in self.issuers],
            "register_keys": list(self.register_keys),
            "pack_keys": list(self.pack_keys),
        }
        return json.dumps(stated, indent=2) + "\n"

    @classmethod
    def read(cls, text: str | bytes) -> Trust:
        """The trust that `json` wrote, also before there were packs; refuses anything else."""
        try:
            stated = json.loads(text)
            trust = cls(
                tuple(b64decode(each, validate=True) for each in stated["issuers"]),
                tuple(map(str, stated["register_keys"])),
                tuple(map(str, stated.get("pack_keys", ()))),
            )
            trust.verifier_keys()
            well_formed = stated["form"] == FORM
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, NoteMalformed):
            well_formed = False
        if not well_formed:
            raise TrustUnreadable
        return trust
