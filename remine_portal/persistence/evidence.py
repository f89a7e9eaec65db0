"""What a declaration rests on: verifications, electricity evidence, and the issuer's own lines."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.domain.catalog import Text
from remine_portal.domain.recycled_content import Figure, Operator, Verification
from remine_portal.domain.renewable import ElectricityEvidence, ElectricityRecord, megawatt_hours
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import EnumColumn, Key, PercentColumn, Row, UtcDateTime


class VerificationRow(Row):
    """A third party's verification, entered by staff with its reference. Never changed."""

    __tablename__ = "verification"
    __table_args__ = (
        CheckConstraint("percent > 0 AND percent <= 100000", name="percent_in_bounds"),
        CheckConstraint("valid_from <= valid_to", name="valid_in_order"),
        CheckConstraint(
            "coalesce(pre_consumer_percent, 0) + coalesce(post_consumer_percent, 0) <= 100000",
            name="split_in_bounds",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), index=True)
    site_code: Mapped[str] = mapped_column(ForeignKey("site.code"), index=True)
    operator: Mapped[Operator] = mapped_column(EnumColumn(Operator))
    percent: Mapped[Decimal] = mapped_column(PercentColumn)
    pre_consumer_percent: Mapped[Decimal | None] = mapped_column(PercentColumn)
    post_consumer_percent: Mapped[Decimal | None] = mapped_column(PercentColumn)
    standard_edition: Mapped[str] = mapped_column(String(4))
    basis: Mapped[str | None] = mapped_column(String(400))
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    verifier: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(100), unique=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    sample: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def verification(self) -> Verification:
        return Verification(
            reference=self.reference,
            product_code=self.product_code,
            site_code=self.site_code,
            figure=Figure(
                operator=self.operator,
                percent=self.percent,
                pre_consumer_percent=self.pre_consumer_percent,
                post_consumer_percent=self.post_consumer_percent,
            ),
            standard_edition=self.standard_edition,
            verifier=self.verifier,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            basis=self.basis,
            period_from=self.period_from,
            period_to=self.period_to,
            sample=self.sample,
        )


class ElectricityEvidenceRow(Row):
    """What a facility consumed and what retired certificates cover, in whole kWh."""

    __tablename__ = "electricity_evidence"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("consumed_kwh > 0 AND covered_kwh >= 0", name="energy_in_bounds"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    site_code: Mapped[str] = mapped_column(ForeignKey("site.code"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    consumed_kwh: Mapped[int] = mapped_column(BigInteger)
    covered_kwh: Mapped[int] = mapped_column(BigInteger)
    instrument: Mapped[str] = mapped_column(String(100))
    certificate_ids: Mapped[str] = mapped_column(String(1000))
    retired_on: Mapped[date | None]
    document: Mapped[str | None] = mapped_column(String(400))
    sample: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def evidence(self) -> ElectricityEvidence:
        return ElectricityEvidence(
            site_code=self.site_code,
            first_day=self.first_day,
            last_day=self.last_day,
            consumed_kwh=self.consumed_kwh,
            covered_kwh=self.covered_kwh,
            sample=self.sample,
        )

    @property
    def record(self) -> ElectricityRecord:
        """As it was entered."""
        return ElectricityRecord(
            site_code=self.site_code,
            first_day=self.first_day,
            last_day=self.last_day,
            consumed_mwh=megawatt_hours(self.consumed_kwh),
            covered_mwh=megawatt_hours(self.covered_kwh),
            instrument=self.instrument,
            certificate_ids=self.certificate_ids,
            retired_on=self.retired_on,
            document=self.document,
        )


class IssuerStatementRow(Row):
    """The issuer's contact line and retention period as staff entered them; the newest counts."""

    __tablename__ = "issuer_statement"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    contact_en: Mapped[str | None] = mapped_column(String(400))
    contact_ja: Mapped[str | None] = mapped_column(String(400))
    retention_en: Mapped[str | None] = mapped_column(String(200))
    retention_ja: Mapped[str | None] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def contact(self) -> Text | None:
        return _text(self.contact_en, self.contact_ja)

    @property
    def retention(self) -> Text | None:
        return _text(self.retention_en, self.retention_ja)


def _text(en: str | None, ja: str | None) -> Text | None:
    return Text(en=en or ja or "", ja=ja or en or "") if en or ja else None


def find_verification(work: UnitOfWork, reference: str) -> VerificationRow | None:
    return work.session.scalar(
        select(VerificationRow).where(VerificationRow.reference == reference)
    )


def verification_rows(work: UnitOfWork) -> list[VerificationRow]:
    """Every verification, newest validity first; of one day, the one entered last."""
    return list(
        work.session.scalars(
            select(VerificationRow).order_by(
                VerificationRow.product_code,
                VerificationRow.valid_from.desc(),
                VerificationRow.id.desc(),
            )
        )
    )


def all_verifications(work: UnitOfWork) -> list[Verification]:
    return [row.verification for row in verification_rows(work)]


def electricity_rows(work: UnitOfWork) -> list[ElectricityEvidenceRow]:
    """Every entry, by site, newest range first; of one range, the one entered last."""
    return list(
        work.session.scalars(
            select(ElectricityEvidenceRow).order_by(
                ElectricityEvidenceRow.site_code,
                ElectricityEvidenceRow.first_day.desc(),
                ElectricityEvidenceRow.id.desc(),
            )
        )
    )


def all_electricity_evidence(work: UnitOfWork) -> list[ElectricityEvidence]:
    """Evidence, the entry made last first: for a day, it alone decides."""
    rows = sorted(electricity_rows(work), key=lambda row: row.id, reverse=True)
    return [row.evidence for row in rows]


def issuer_statement(work: UnitOfWork) -> IssuerStatementRow | None:
    return work.session.scalar(
        select(IssuerStatementRow).order_by(IssuerStatementRow.id.desc()).limit(1)
    )
