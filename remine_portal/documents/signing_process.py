"""The signing process, as the portal sees it: a socket that answers, and no key in reach.

A request is one line of JSON, and so is its answer; one request a connection. The other end is
signing_service.py.
"""

from __future__ import annotations

import json
import logging
import socket
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from remine_portal.documents.keys import NoSigningService, PublishedKey, Use, read_key
from remine_portal.domain.errors import N_

ANSWER_WITHIN_SECONDS = 10
LONGEST_LINE = 8 * 1024 * 1024
"""The manifest of a pack of 5,000 documents takes half of it, all else a hundredth."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class SigningRefused(NoSigningService):
    """The signing process answers, and its answer is no."""

    sentence = N_(
        "The signing service has refused to sign. Tell the administrator of the portal: its log "
        "says why."
    )


@dataclass(frozen=True)
class SigningProcess:
    """Keys that another process holds, under another user of the system."""

    socket_path: Path

    def published(self, use: Use) -> tuple[PublishedKey, ...]:
        return self._ask(
            {"published": str(use)},
            lambda answer: tuple(read_key(entry) for entry in answer["keys"]),
        )

    def sign(self, use: Use, data: bytes) -> bytes:
        return self._ask(
            {"use": str(use), "data": b64encode(data).decode()},
            lambda answer: b64decode(answer["signature"], validate=True),
        )

    def _ask(self, request: dict[str, str], read: Callable[[dict[str, Any]], T]) -> T:
        try:
            answer = json.loads(self._answer(json.dumps(request).encode()))
            refused = answer.get("refused")
            if refused is None:
                return read(answer)
        except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
            log.warning("no answer from the signing process at %s: %s", self.socket_path, error)
            raise NoSigningService from error
        log.warning("the signing process has refused: %s", refused)
        raise SigningRefused

    def _answer(self, line: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_WITHIN_SECONDS)
            connection.connect(str(self.socket_path))
            with connection.makefile("rwb") as lines:
                lines.write(line + b"\n")
                lines.flush()
                return lines.readline(LONGEST_LINE)
