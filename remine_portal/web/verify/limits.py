"""Turns away who asks too often, with the time to wait."""

from __future__ import annotations

import math

from flask import Response, current_app, make_response, render_template, request

from remine_portal.web.network import network
from remine_portal.web.verify import blueprint
from remine_portal.web.verify.turnstile import Turnstile

TYPED = {"number", "code"}
ASKS = {"verify.show_verdict", "verify.check_file", "verify.download_proof"}


@blueprint.before_request
def count_who_asks() -> Response | None:
    """Reading the empty form, the trust file or the verifier asks nothing."""
    typed = request.endpoint == "verify.verify_document" and request.args.keys() & TYPED
    if request.endpoint not in ASKS and not typed:
        return None
    turnstile = current_app.extensions.setdefault("turnstile", Turnstile())
    wait = math.ceil(turnstile.wait(network()))
    return _turned_away(wait) if wait else None


def _turned_away(seconds: int) -> Response:
    page = render_template("errors/429.html", wait=seconds - 1)
    return make_response(page, 429, {"Retry-After": str(seconds)})
