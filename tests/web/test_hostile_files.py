"""Files made to harm not their reader, which is bounded, but the page behind it."""

from io import BytesIO

import pikepdf
import pytest
import rfc8785

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.signing import sign_pdf
from tests.bad_pdfs import with_a_moment
from tests.forging import SAID, SIGNED_AT, a_signed_file, saved
from tests.pages import text_of

UNKNOWN = "Not found: treat as not verified"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return KeyFolder(tmp_path_factory.mktemp("stranger"))


@pytest.fixture
def drop(app, database):
    def show(pdf):
        response = app.test_client().post("/verify", data={"file": (BytesIO(pdf), "a.pdf")})
        assert response.status_code == 200
        return text_of(response)

    return show


def signed_over(keys, data):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["declaration.json"] = pikepdf.AttachedFileSpec(pdf, data)
    return sign_pdf(saved(pdf), keys, signed_at=SIGNED_AT)


@pytest.mark.parametrize("levels", [900, 970, 980])
def test_data_may_be_nested_as_deep_as_their_reader_follows(drop, keys, levels):
    nested = b"[" * levels + b"]" * levels
    data = rfc8785.dumps(SAID)[:-1] + b',"x":' + nested + b"}"

    assert drop(signed_over(keys, data)).startswith(UNKNOWN)


def test_an_id_of_a_million_accents_is_not_put_in_order(drop, keys):
    """Putting accents in order takes the square of their number: the page would never come."""
    data = rfc8785.dumps(SAID | {"verification_id": "a" + "\u0301\u0327" * 500_000})

    assert drop(signed_over(keys, data)).startswith(UNKNOWN)


@pytest.mark.parametrize("moment", [b"99991231235959", b"00010101000000"])
def test_a_signature_may_be_of_the_first_or_the_last_year(drop, keys, moment):
    assert drop(with_a_moment(a_signed_file(keys), moment)).startswith(UNKNOWN)
