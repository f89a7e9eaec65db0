"""Where two colleagues issue a declaration."""

from flask import Blueprint

blueprint = Blueprint("sales_desk", __name__, url_prefix="/sales-desk")

from remine_portal.web.sales_desk import (  # noqa: E402, F401 - views need the blueprint
    exports,
    issuing,
    preparing,
    queue,
    replacing,
    requests,
    revoking,
)
