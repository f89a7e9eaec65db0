"""The terms of our own in credentials: what a program finds that asks for their meaning."""

from remine_portal.documents.untp_parts import TERMS


def test_a_program_finds_what_our_terms_mean(app):
    with app.test_client().get(TERMS) as found:
        assert found.mimetype == "application/json"
        assert found.json["@context"]["chainOfCustody"]["@context"]["method"]
        assert "Set-Cookie" not in found.headers
