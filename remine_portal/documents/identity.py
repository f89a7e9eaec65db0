"""Who the portal is to machines: a decentralised identifier, did:web, made from its address."""

from urllib.parse import quote, urlsplit


def did_of(base_url: str) -> str:
    """The identifier whose document this address serves; a port is percent-encoded (did:web)."""
    return f"did:web:{quote(urlsplit(base_url).netloc, safe='')}"
