"""What became of a declaration: its end, its versions, and who has been told and has read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import CAUSE_NAMES
from remine_portal.domain.people import Permission
from remine_portal.persistence import endings
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, DownloadRow
from remine_portal.persistence.people import PersonRow
from remine_portal.services import ending
from remine_portal.web.access import actor, requires, writing
from remine_portal.web.declarations import blueprint
from remine_portal.web.differences import Difference, differences_between
from remine_portal.web.languages import gettext

Downloads = list[tuple[DownloadRow, PersonRow]]


@dataclass(frozen=True)
class Version:
    """One version of a declaration, and when it ended."""

    declaration: DeclarationRow
    ended_at: datetime | None

    @property
    def version(self) -> int:
        return int(json.loads(self.declaration.snapshot)["version"])


@dataclass(frozen=True)
class Step:
    """From one version to the next."""

    before: Version
    after: Version

    @property
    def differences(self) -> list[Difference]:
        return differences_between(
            self.before.declaration.snapshot, self.after.declaration.snapshot
        )


def became_of(
    work: UnitOfWork, declaration: DeclarationRow, downloads: Downloads
) -> dict[str, Any]:
    """What the page says after issue. What waits at the desk is for whoever may look there."""
    chain = endings.chain_of(work, declaration)
    ended = {each.declaration_id: each for each in endings.endings_of(work, chain)}
    versions = [
        Version(each, ended[each.id].ended_at if each.id in ended else None) for each in chain
    ]
    steps = [Step(*pair) for pair in pairwise(versions)]
    told = [] if declaration.status is Status.ISSUED else endings.notices_about(work, declaration)
    at_desk = declaration.status is Status.ISSUED and actor().may(Permission.SALES_DESK_READ)
    return {
        "ending": ended.get(declaration.id),
        "successor": next((s.after for s in steps if s.before.declaration is declaration), None),
        "versions": versions,
        "steps": [
            each
            for each in steps
            if declaration in (each.before.declaration, each.after.declaration)
        ],
        "told": told,
        "notice": next((each for each in told if each.person_id == actor().person_id), None),
        "first_taken": {person.id: each.downloaded_at for each, person in downloads},
        "proposal": endings.open_revocation(work, declaration) if at_desk else None,
        "replacing": _drafts_of_a_new_version(work, declaration) if at_desk else [],
        "cause_names": CAUSE_NAMES,
    }


def _drafts_of_a_new_version(work: UnitOfWork, declaration: DeclarationRow) -> list[Any]:
    found = endings.replacing(work, declaration)
    return [each.draft for each in found if each.draft.withdrawn_at is None]


@blueprint.route("/notices/<int:notice_id>/acknowledge", methods=["POST"])
@requires(Permission.DECLARATIONS_READ)
def acknowledge_notice(notice_id: int) -> ResponseReturnValue:
    """Whoever took a document says that they know of its end. Another's notice does not exist."""
    with writing() as work:
        notice = endings.find_notice(work, notice_id) or abort(404)
        ending.acknowledge(work, notice)
        number = notice.ending.declaration.number
    flash(gettext("Noted. Thank you."))
    return redirect(url_for("declarations.show_declaration", number=number), 303)
