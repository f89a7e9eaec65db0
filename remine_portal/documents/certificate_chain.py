"""The chain of a document key's certificates, as an authority sends it."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec


class CertificateRefused(ValueError):
    """Documents signed under this chain would not be believed."""


def read_chain(pem: bytes, *, now: datetime) -> tuple[x509.Certificate, ...]:
    """Certificates from the key's own to the root, in this order.

    Refuses a chain with a gap or without its root, one that is not valid now, and one whose first
    certificate is not for signing with a P-256 key.
    """
    try:
        chain = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise CertificateRefused("These are no certificates in PEM.") from error
    for certificate in chain:
        name = certificate.subject.rfc4514_string()
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise CertificateRefused(f"The certificate of {name} is not valid today.")
    for certificate, issuer in pairwise([*chain, chain[-1]]):
        if not _has_issued(issuer, certificate):
            name = certificate.subject.rfc4514_string()
            raise CertificateRefused(
                f"The chain breaks at {name}: the certificate of its issuer must come next, and "
                "the root last."
            )
    _refuse_what_cannot_sign(chain[0])
    return tuple(chain)


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _refuse_what_cannot_sign(certificate: x509.Certificate) -> None:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise CertificateRefused("The first certificate is not for a P-256 key.")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        raise CertificateRefused("The first certificate says nothing about signing.") from None
    if not (usage.digital_signature or usage.content_commitment):
        raise CertificateRefused("The first certificate is not for signing.")
