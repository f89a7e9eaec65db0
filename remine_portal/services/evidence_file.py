"""What a file says of one verification, or of the electricity of one facility."""

from __future__ import annotations

from remine_portal.domain.recycled_content import Figure, Operator, Verification
from remine_portal.domain.renewable import ElectricityRecord
from remine_portal.services.json_entries import Entry


def electricity_in(entry: Entry) -> ElectricityRecord:
    return ElectricityRecord(
        site_code=entry.text("site", 64),
        first_day=entry.day("period_from"),
        last_day=entry.day("period_to"),
        consumed_mwh=entry.figure("consumed_mwh"),
        covered_mwh=entry.figure("covered_mwh"),
        instrument=entry.text("instrument", 100),
        certificate_ids=entry.joined("certificate_ids", 1000),
        retired_on=entry.day_if_any("retired_on"),
        document=entry.text_if_any("document", 400),
    )


def verification_in(entry: Entry) -> Verification:
    """With the fields of INTERFACES.md `POST /verifications`."""
    return Verification(
        reference=entry.text("reference", 100),
        product_code=entry.text("product", 64),
        site_code=entry.text("site", 64),
        figure=Figure(
            operator=entry.choice("operator", Operator),
            percent=entry.figure("percent"),
            pre_consumer_percent=entry.figure_if_any("pre_consumer_percent"),
            post_consumer_percent=entry.figure_if_any("post_consumer_percent"),
        ),
        standard_edition=entry.text("standard_edition", 4),
        verifier=entry.text("verifier"),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        basis=entry.text_if_any("basis", 400),
        period_from=entry.day_if_any("period_from"),
        period_to=entry.day_if_any("period_to"),
    )
