"""What has been published of the register: nothing more, and the same bytes as an export's."""

from __future__ import annotations

import gzip
from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.documents.keys import NoSigningService
from remine_portal.domain.notes import to_base64
from remine_portal.domain.people import Permission
from remine_portal.domain.register import EVENT_NAMES, Checkpoint, read_entry
from remine_portal.domain.tiles import tile_at
from remine_portal.persistence import register
from remine_portal.persistence.register import EntryLost, RegisterEntryRow
from remine_portal.services.registering import origin_at, verifier_keys
from remine_portal.web.access import reading, requires
from remine_portal.web.belongings import office, settings
from remine_portal.web.register import blueprint

LATELY = 20
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=5"


@blueprint.route("/register/")
@requires(Permission.PUBLIC)
def show_register() -> ResponseReturnValue:
    note = office().register.latest()  # before the database, which only grows
    published = None if note is None else Checkpoint.in_note(note)
    with reading() as work:
        latest = register.latest_entries(work, published.size, LATELY) if published else []
        return render_template(
            "register/show_register.html",
            note=note,
            size=published.size if published else 0,
            root=to_base64(published.root) if published else None,
            latest=[as_said(each) for each in latest],
            event_names=EVENT_NAMES,
            keys=keys_as_text(),
            origin=origin_at(office()),
            address=f"{settings().base_url}/register/",
        )


def keys_as_text() -> list[str]:
    """Every published key; none while nobody answers for them, for the register stands without."""
    try:
        return [each.text for each in verifier_keys(office())]
    except NoSigningService:
        return []


def as_said(row: RegisterEntryRow) -> dict[str, Any]:
    """An entry as the page lists it: what happened to which declaration or period, and when."""
    said = read_entry(row.entry.encode())
    period = f"{said.get('boundary')} {said.get('metal')} {said.get('period_first_day')}"
    return {
        "index": row.index,
        "event": row.event,
        "about": said.get("number") or period,
        "recorded_at": row.recorded_at,
        "sha256": said.get("pdf_sha256") or said.get("document_sha256"),
    }


@blueprint.route("/register/checkpoint")
@requires(Permission.PUBLIC)
def show_checkpoint() -> ResponseReturnValue:
    note = office().register.latest() or abort(404)
    response = Response(note.encode(), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = FOR_A_MOMENT
    return response


@blueprint.route("/register/tile/<path:name>")
@requires(Permission.PUBLIC)
def show_tile(name: str) -> ResponseReturnValue:
    """A tile or a bundle of entries, as soon as a published checkpoint covers all of it."""
    note = office().register.latest() or abort(404)
    tile = tile_at(f"tile/{name}")
    if tile is None or not tile.is_part_of(Checkpoint.in_note(note).size):
        abort(404)
    with reading() as work:
        try:
            content = register.content_of(work, tile)
        except EntryLost:
            abort(404)
    return kept_for_ever(
        content, packed=tile.level is None and request.accept_encodings.quality("gzip") > 0
    )


def kept_for_ever(content: bytes, *, packed: bool) -> Response:
    """The bytes, which never change; bundles of entries packed, for those who say they unpack."""
    body = gzip.compress(content, mtime=0) if packed else content
    response = Response(body, content_type="application/octet-stream")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOR_EVER
    return response
