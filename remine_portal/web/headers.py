"""What every response says to the browser about itself."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, request

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}

KEPT_BY_BROWSERS = (
    "static",
    "identity.show_identity",
    "register.show_checkpoint",
    "register.show_tile",
)
"""What is the same for everybody. All else is asked for anew each time, and never kept."""


def set_up_headers(app: Flask) -> None:
    """Strict by default: own scripts with a nonce, own styles, nothing from anywhere else."""
    app.before_request(_choose_nonce)
    app.after_request(_protect)


def _choose_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _policy())
    response.headers.setdefault(
        "Referrer-Policy", "no-referrer" if request.blueprint == "verify" else "same-origin"
    )
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault(
            "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
        )
    if request.endpoint not in KEPT_BY_BROWSERS or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"  # over what Flask says of files it sends
    return response


def _policy() -> str:
    nonce = g.get("csp_nonce", "none")
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
