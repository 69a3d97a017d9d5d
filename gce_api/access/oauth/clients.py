"""Which programs users may log in with.

Google's clients are public ones: their ids and secrets are known to everybody, so neither says
who asks. What counts is where the browser is sent with the code (RFC 8252): to a program on the
user's own machine, or where the operator allows it.
"""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")
KNOWN = {  # the ids that Google's tools come with
    "32555940559.apps.googleusercontent.com": "gcloud",
    "764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.googleusercontent.com": (
        "Application Default Credentials"
    ),
}


def may_redirect(url: str, allowed: Container[str]) -> bool:
    """Whether a log-in may end at ``url``."""
    return url in allowed or is_loopback(url)


def is_loopback(url: str) -> bool:
    """Whether ``url`` is of a program on the machine of the browser, on any port."""
    if "\\" in url or not url.isprintable():
        return False  # read in one way by browsers and in another by us
    parts = _split(url)
    return (
        parts is not None
        and parts.scheme == "http"
        and parts.hostname in LOOPBACK
        and "@" not in parts.netloc
        and not parts.fragment
    )


def origin(url: str) -> str:
    """Scheme, host and port of a URL that may be redirected to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def name_of(client_id: str) -> str:
    """What a client is called, as far as one can know."""
    return KNOWN.get(client_id, client_id)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
