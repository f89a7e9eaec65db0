"""Numbers that the home page tells."""

from __future__ import annotations

from sqlalchemy import func, select

from remine_portal.domain.declarations import Status
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, visible_to
from remine_portal.persistence.periods import PeriodRow


def current_declarations(work: UnitOfWork) -> int:
    """How many current declarations the actor may download."""
    own = visible_to(work.actor).where(DeclarationRow.status == Status.ISSUED)
    counted = select(func.count()).select_from(own.with_only_columns(DeclarationRow.id).subquery())
    return work.session.scalar(counted) or 0


def periods_to_close(work: UnitOfWork) -> int:
    """How many balance periods have ended and are still open, over all boundaries."""
    ended = select(func.count(PeriodRow.id)).where(
        PeriodRow.closed_at.is_(None), PeriodRow.last_day < work.today
    )
    return work.session.scalar(ended) or 0
