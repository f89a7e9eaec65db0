"""The signature of a document, as somebody else's tool sees it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import NoSigningService, Use
from remine_portal.documents.own_thread import to_its_end
from remine_portal.documents.signing import CertificateExpired, sign_pdf
from remine_portal.documents.time_stamps import NoTimeStamp, TimeStamps
from tests import time_authority
from tests.papers import a_snapshot, printed

PAPER = printed(a_snapshot("ja-en"))
SIGNED_AT = datetime(2026, 11, 28, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path):
    return KeyFolder(tmp_path / "keys")


def signed(keys, **how):
    return sign_pdf(PAPER, keys, signed_at=SIGNED_AT, **how)


def checked(content: bytes, root: bytes) -> PdfSignatureStatus:
    """What pyHanko says of the only signature, when the root and the tests' clock are trusted."""
    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    trusted = ValidationContext(trust_roots=[Certificate.load(root)])
    clock = ValidationContext(trust_roots=[time_authority.stamper().tsa_cert])
    return to_its_end(async_validate_pdf_signature(signature, trusted, clock))


def root_of(keys) -> bytes:
    return keys.published(Use.DOCUMENT)[0].certificates[-1]


def test_a_signed_document_is_intact_and_whole_and_from_a_trusted_key(keys):
    status = checked(signed(keys), root_of(keys))

    assert status.bottom_line
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_another_root_does_not_vouch_for_it(keys, tmp_path):
    status = checked(signed(keys), root_of(KeyFolder(tmp_path / "others")))

    assert status.intact
    assert not status.trusted


def test_the_signature_allows_no_changes(keys):
    (signature,) = PdfFileReader(BytesIO(signed(keys))).embedded_signatures

    assert signature.docmdp_level is MDPPerm.NO_CHANGES


def test_the_printed_bytes_stay_as_they_are(keys):
    assert signed(keys).startswith(PAPER)


def test_the_signature_covers_all_but_itself_and_is_followed_by_zeros(keys):
    content = signed(keys)
    signature = PdfFileReader(BytesIO(content)).embedded_signatures[0]
    start, length, again, rest = signature.byte_range

    hexadecimal = content[length + 1 : again - 1]
    der = signature.signed_data.dump()
    assert (start, again + rest) == (0, len(content))
    assert content[length : length + 1] + content[again - 1 : again] == b"<>"
    assert der in bytes.fromhex(hexadecimal.decode())
    assert set(hexadecimal[2 * (len(der) + 100) :]) == {ord("0")}


def test_it_says_when_it_was_signed_and_nothing_that_nobody_said(keys):
    with pikepdf.open(BytesIO(signed(keys))) as pdf:
        signature = pdf.Root.AcroForm.Fields[0].V

    assert signature.M == "D:20261128010203Z"
    assert signature.SubFilter == "/ETSI.CAdES.detached"
    assert not {"/Name", "/Reason", "/Location", "/ContactInfo"} & set(signature.keys())


def test_the_certificates_travel_with_it(keys):
    signature = PdfFileReader(BytesIO(signed(keys))).embedded_signatures[0]
    embedded = {each.chosen.dump() for each in signature.signed_data["certificates"]}

    assert embedded == set(keys.published(Use.DOCUMENT)[0].certificates)


def test_the_field_is_one_that_pdf_a_and_pdf_ua_allow(keys):
    """PDF/A-3 6.3.2: printed and not hidden. PDF/UA-1 7.18: off the page, or it needs words."""
    with pikepdf.open(BytesIO(signed(keys))) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        (page,) = [page for page in pdf.pages if "/Annots" in page]

        assert field.F & 0b100111 == 0b100, "print, and neither invisible, hidden nor no view"
        assert field.Rect[0] == field.Rect[2] < page.MediaBox[0]
        assert field.Rect[1] == field.Rect[3] < page.MediaBox[1]
        assert page.Tabs == "/S"
        assert "/AP" not in field
        assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_the_print_keeps_its_version_and_what_it_says_of_itself(keys):
    with pikepdf.open(BytesIO(signed(keys))) as after, pikepdf.open(BytesIO(PAPER)) as before:
        assert after.pdf_version == before.pdf_version
        assert "/Version" not in after.Root
        assert repr(after.docinfo) == repr(before.docinfo)
        assert ("/Metadata" in after.Root) == ("/Metadata" in before.Root)


def test_twenty_old_documents_are_valid_after_the_key_was_rotated(keys):
    old = [signed(keys) for _ in range(20)]

    keys.rotate(Use.DOCUMENT)

    assert all(checked(each, root_of(keys)).bottom_line for each in old)
    assert checked(signed(keys), root_of(keys)).bottom_line


def test_a_key_that_is_rotated_meanwhile_signs_nothing_under_the_old_name(keys):
    class Rotated:
        """Published before the rotation, signed after it."""

        def published(self, use):
            return keys.published(use)

        def sign(self, use, data):
            keys.rotate(use)
            return keys.sign(use, data)

    with pytest.raises(NoSigningService):
        signed(Rotated())


def test_an_expired_certificate_signs_nothing(keys):
    with pytest.raises(CertificateExpired):
        sign_pdf(PAPER, keys, signed_at=SIGNED_AT + timedelta(days=365 * 11))


def test_it_signs_where_an_event_loop_runs_and_in_several_threads(keys):
    async def within_a_loop():
        return signed(keys)

    with ThreadPoolExecutor(4) as threads:
        contents = list(threads.map(lambda _: signed(keys), range(8)))
    contents.append(to_its_end(within_a_loop()))

    assert all(checked(each, root_of(keys)).bottom_line for each in contents)


def test_with_an_authority_the_signature_is_stamped(keys):
    with time_authority.answering(time_authority.well) as url:
        content = signed(keys, time_stamps=TimeStamps(url))

    status = checked(content, root_of(keys))
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.timestamp_validity.trusted


def something_else(request: bytes) -> time_authority.Answer:
    """A token that is in order, with the nonce of the request, over other bytes."""
    asked = time_authority.tsp.TimeStampReq.load(request)
    asked["message_imprint"]["hashed_message"] = bytes(32)
    return time_authority.well(asked.dump(force=True))


def without_nonce(request: bytes) -> time_authority.Answer:
    asked = time_authority.tsp.TimeStampReq.load(request)
    asked["nonce"] = 1
    return time_authority.well(asked.dump(force=True))


@pytest.mark.parametrize(
    "answer",
    [
        something_else,
        without_nonce,
        lambda request: (500, b""),
        lambda request: (200, b"<html>Sign in to the hotel's network</html>"),
        lambda request: (200, time_authority.well(request)[1][:-200]),
        lambda request: (200, b"\x30" * 1_000_000),
        lambda request: (200, bytes.fromhex("30053003020102")),  # "rejection"
    ],
    ids=["other bytes", "replayed", "error", "no stamp", "cut off", "endless", "refusal"],
)
def test_without_a_proper_stamp_nothing_is_signed(keys, answer):
    with time_authority.answering(answer) as url, pytest.raises(NoTimeStamp):
        signed(keys, time_stamps=TimeStamps(url))


def test_an_authority_that_sends_elsewhere_is_not_followed(keys):
    with (
        time_authority.answering(time_authority.well) as elsewhere,
        time_authority.answering(lambda request: (307, elsewhere.encode())) as url,
        pytest.raises(NoTimeStamp),
    ):
        signed(keys, time_stamps=TimeStamps(url))


def test_an_authority_that_is_not_there_is_said_to_be(keys):
    with time_authority.answering(time_authority.well) as url:
        pass

    with pytest.raises(NoTimeStamp):
        signed(keys, time_stamps=TimeStamps(url))
