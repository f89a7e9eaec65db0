"""What became of some sample declarations: people took them, then they were replaced or revoked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sqlalchemy import select

from remine_portal.domain.attribution import Attribution
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import Recipient, Status
from remine_portal.domain.endings import Cause
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, find_declaration
from remine_portal.persistence.drafts import DraftRow, find_draft
from remine_portal.persistence.shipments import find_shipment
from remine_portal.services import drafting
from remine_portal.services.drafting import Replacing, Wording
from remine_portal.services.planning import attributions_of


@dataclass(frozen=True, kw_only=True)
class Ended:
    """The last declaration of a product to a company; why it ended, and who had taken it.

    A new version corrects the address or the shares; without either, it is revoked. `noted` have
    said that they know; for the other readers a notice waits.
    """

    product_code: str
    company: str
    cause: Cause
    because: str
    readers: tuple[str, ...]
    noted: tuple[str, ...] = ()
    address: str | None = None
    shares: Mapping[Characteristic, str] = field(default_factory=dict)

    @property
    def is_replaced(self) -> bool:
        return bool(self.address or self.shares)


ENDED = (
    Ended(
        product_code="REM-SN",
        company="C1001",
        cause=Cause.RECIPIENT,
        because="The recipient's address was missing.\n宛先の住所が記載されていませんでした。",
        readers=("buyer@hokuto.example", "procurement@hokuto.example"),
        noted=("procurement@hokuto.example",),
        address="東京都見本区北斗町1-2-3",
    ),
    Ended(
        product_code="REM-PB",
        company="C1001",
        cause=Cause.GOODS_RETURNED,
        because="The whole shipment came back, because another grade had been loaded.\n"
        "別の等級を積み込んだため、出荷の全量が返品されました。",
        readers=("buyer@hokuto.example",),
    ),
    Ended(
        product_code="REM-CU",
        company="C1005",
        cause=Cause.FIGURE,
        because="The share of end-of-life vehicles was entered twice as high as ordered.",
        readers=("procurement@nordlicht.example",),
        shares={Characteristic.RECYCLED: "25", Characteristic.END_OF_LIFE_VEHICLE: "6.25"},
    ),
)


def number_to_end(work: UnitOfWork, ended: Ended) -> str | None:
    """The number of that declaration; None where nothing was declared."""
    return work.session.scalar(
        select(DeclarationRow.number)
        .join(DeclarationRow.customer)
        .where(
            CustomerRow.code == ended.company,
            DeclarationRow.product_code == ended.product_code,
            DeclarationRow.status == Status.ISSUED,
        )
        .order_by(DeclarationRow.id.desc())
        .limit(1)
    )


def prepare_new_version(work: UnitOfWork, number: str, ended: Ended) -> DraftRow:
    """The old version once more with what was wrong corrected, handed over to a colleague."""
    old = find_declaration(work, number)
    assert old is not None, number
    made_from = find_draft(work, old.draft_id)
    shipment = find_shipment(work, old.shipment.shipment_no)
    assert made_from is not None, number
    assert shipment is not None, number
    recipient = Recipient(made_from.recipient_name, made_from.recipient_address)
    if ended.address:
        recipient = replace(recipient, address=ended.address)
    shares = [Attribution(kind, Decimal(share)) for kind, share in ended.shares.items()]
    draft = drafting.prepare_draft(
        work,
        shipment,
        line_nos=[line.line_no for line in made_from.lines],
        wording=Wording(recipient, made_from.language, made_from.remarks),
        attributions=shares or attributions_of(made_from),
        replacing=Replacing(old, ended.cause, ended.because),
    )
    drafting.hand_over(work, draft)
    return draft
