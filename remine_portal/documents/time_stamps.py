"""Time stamps: an authority outside the house says when a signature existed (RFC 3161)."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import requests
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper

from remine_portal.domain.errors import N_, Refusal

ANSWER_WITHIN_SECONDS = 10
LARGEST_ANSWER = 12 * 1024
"""A token with a chain of RSA certificates takes half of it. Room for it is left in the document
before it is asked for."""

log = logging.getLogger(__name__)


class NoTimeStamp(Refusal):
    """The authority did not answer as it should. A document without its stamp is not issued."""

    code = "TIME_STAMP_UNAVAILABLE"
    sentence = N_(
        "The time-stamp authority does not answer as it should, so nothing has been issued. Try "
        "again in a few minutes. If it still does not, tell the administrator of the portal."
    )


@dataclass(frozen=True)
class TimeStamps:
    """The time-stamp authority of the settings, and no address that anybody else names."""

    url: str

    def stamper(self) -> TimeStamper:
        """One for each document, because pyHanko's remember what they were asked."""
        return _Stamper(self.url)


class _Stamper(TimeStamper):
    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # - pyHanko's has no types
        self.url = url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Refuses, whatever is wrong with the answer: pyHanko stumbles over some in its own way."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            stated = token["content"]["encap_content_info"]["content"].parsed
            imprint = stated["message_imprint"]["hashed_message"].native
        except Exception as error:
            log.warning("the time-stamp authority failed: %s", error)
            raise NoTimeStamp from error
        if imprint != message_digest:
            log.warning("the time-stamp authority has stamped something else")
            raise NoTimeStamp
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Follows no redirect and reads no more than a time stamp takes (QUALITY.md item 56)."""
        with requests.post(
            self.url,
            data=req.dump(),
            headers={"Content-Type": "application/timestamp-query"},
            timeout=ANSWER_WITHIN_SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = answer.raw.read(LARGEST_ANSWER + 1)
        if answer.status_code != requests.codes.ok or len(content) > LARGEST_ANSWER:
            raise OSError(f"status {answer.status_code}, {len(content)} bytes")
        return tsp.TimeStampResp.load(content, strict=True)
