"""What the user may do: Google's permissions, asked of the endpoint once a page."""

from __future__ import annotations

from collections.abc import Iterable

from gce_dashboard import api


def missing(client: api.Client, wanted: Iterable[str]) -> list[str]:
    """Those of the permissions that the user has not got in the client's project.

    None where the endpoint cannot say: it refuses what is not allowed all the same.
    """
    names = sorted(set(filter(None, wanted)))
    if not names:
        return []
    try:
        allowed = client.permitted(names)
    except api.NotFound:
        return []
    return [each for each in names if each not in allowed]
