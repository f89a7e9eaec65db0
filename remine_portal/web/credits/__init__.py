"""The books of the credit ledger: accounts, inputs, periods, policies."""

from flask import Blueprint

blueprint = Blueprint("credits", __name__, url_prefix="/credits")

from remine_portal.web.credits import (  # noqa: E402, F401 - views need the blueprint
    accounts,
    after_issue,
    closing,
    exports,
    inputs,
    overview,
    periods,
    policies,
    transferring,
)
