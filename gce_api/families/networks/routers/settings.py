"""The settings of a router and of its NAT, which are kept as tags.

What has an effect is that a router with a NAT has a gateway. The rest is kept and shown.
"""

from __future__ import annotations

import orjson

from gce_api.google.merging import Json
from gce_api.openstack import marks, tags
from gce_api.openstack.rows import Row

NAT, BGP = marks.SETTING + "nat.", marks.SETTING + "bgp."


def packed(prefix: str, settings: Json) -> list[str]:
    """The tags that keep settings."""
    return [
        f"{prefix}{field}={tags.packed(orjson.dumps(value).decode())}"
        for field, value in sorted(settings.items())
    ]


def nats(router: Row) -> list[Json]:
    """GCE's ``nats`` of a router."""
    found = _unpacked(router, NAT)
    return [found] if found else []


def bgp(router: Row) -> Json:
    """GCE's ``bgp`` of a router."""
    return _unpacked(router, BGP)


def is_of_router(tag: str) -> bool:
    """Whether a tag is there because GCE's clients know the router as one."""
    return tag == marks.ROUTER or tag.startswith(marks.SETTING)


def _unpacked(router: Row, prefix: str) -> Json:
    found = {}
    for tag in router["tags"]:
        if tag.startswith(prefix) and "=" in tag:
            field, _, value = tag.removeprefix(prefix).partition("=")
            found[field] = orjson.loads(tags.unpacked(value))
    return found
