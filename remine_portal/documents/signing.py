"""The signature of a document: PAdES, over the whole file, as its last word.

The field is invisible: a drawn one breaks PDF/A and PDF/UA, and the page says in print who signed
(TECH.md section 5). The signature certifies the file with no changes allowed; what comes after it
in the file is no part of what was issued.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from remine_portal.documents.keys import Keys, NoSigningService, PublishedKey, Use, sign_with
from remine_portal.documents.own_thread import to_its_end
from remine_portal.documents.time_stamps import LARGEST_ANSWER, TimeStamps
from remine_portal.domain.errors import N_

FIELD = "Signature"
PDF_1_7 = "/1.7"
DIGEST = "sha256"
OFF_THE_PAGE = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
"""PDF/A wants every field to be one that prints, PDF/UA wants one without words off the page."""
LONGEST_SIGNATURE = 72
"""ECDSA P-256 in DER."""
ROOM_WITHOUT_CERTIFICATES = 2048


class CertificateExpired(NoSigningService):
    """Nobody would believe what an expired certificate signs."""

    sentence = N_(
        "The certificate of the signing key has expired, so nothing has been issued. Tell the "
        "administrator of the portal that the signing key needs a new certificate."
    )


def sign_pdf(
    pdf: bytes, keys: Keys, *, signed_at: datetime, time_stamps: TimeStamps | None = None
) -> bytes:
    """The file with its signature, which is an addition at its end: the bytes before it stay.

    With a time-stamp authority the level is PAdES B-T, otherwise B-B. Refuses NoSigningService,
    CertificateExpired and NoTimeStamp; then there is no signed file.
    """
    key = keys.published(Use.DOCUMENT)[0]
    signer = _KeysSigner(keys, key)
    if signed_at > signer.certificate.not_valid_after:
        raise CertificateExpired
    pdf_signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=signer,
        timestamper=time_stamps.stamper() if time_stamps else None,
        new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=OFF_THE_PAGE),
    )
    session = pdf_signer.init_signing_session(_Addition(BytesIO(pdf)))
    session.system_time = signed_at
    room = ROOM_WITHOUT_CERTIFICATES + sum(len(der) for der in key.certificates)
    room += LARGEST_ANSWER if time_stamps else 0
    in_hexadecimal = 2 * room
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=in_hexadecimal)
    digest, signed = document.digest_tbs_document()
    signing = document.perform_signature(
        digest.document_digest, PdfCMSSignedAttributes(signing_time=signed_at)
    )
    to_its_end(signing)
    signed.seek(0)
    return bytes(signed.read())


class _Addition(IncrementalPdfFileWriter):
    """What is added to the file: the signature, its field, and nothing about itself.

    pyHanko would name itself and the hour as those of the last change, and raise the file to PDF 2,
    which is beyond PDF/A-3.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """The version stays that of the print."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        if ext.base_version == PDF_1_7:
            super().register_extension(ext)

    def _update_meta(self) -> None:
        """The title, the producer and the dates stay those of the print."""


class _KeysSigner(Signer):
    """What pyHanko asks for a signature: certificates of the key, and the keys for the rest."""

    def __init__(self, keys: Keys, key: PublishedKey) -> None:
        self.keys, self.key = keys, key
        self.certificate, *others = [Certificate.load(der) for der in key.certificates]
        chain = SimpleCertificateStore()
        chain.register_multiple(others)
        super().__init__(signing_cert=self.certificate, cert_registry=chain, embed_roots=True)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        return sign_with(self.keys, self.key, data)
