"""Whole pages, to compare one with another."""

import re

from werkzeug.test import TestResponse


def body(response: TestResponse) -> str:
    """The page byte by byte, but for its nonce, which is another each time."""
    return re.sub(r'nonce="[^"]+"', "", response.text)
