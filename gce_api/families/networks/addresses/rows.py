"""What GCE sees in a floating IP, and in a port that reserves an internal address.

A floating IP has no name. The description of one that GCE knows by name is ``<name>`` or
``<name>: <GCE's description>``, which people can read in other tools too; any other is shown as
``ip-198-51-100-7``. One that lives and dies with an instance's access config is marked so
(:mod:`gce_api.openstack.marks`) and not listed. A global address is a floating IP of the default
region with a tag that says so.

An internal address is a port that nothing uses yet, with a tag that says so and the same kind of
description. An instance that is made with the address gets the port; it stays when that goes.
"""

from __future__ import annotations

import re

from gce_api.google.names import NAME, numeric_id
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

_DESCRIPTION = re.compile(rf"({NAME.pattern})(?:: (.*))?", re.DOTALL)


def name_of(address: Row) -> str:
    """What GCE calls a floating IP or reserved port."""
    found = _DESCRIPTION.fullmatch(address.get("description") or "")
    return found[1] if found else "ip-" + re.sub("[.:]+", "-", ip_of(address))


def text_of(address: Row) -> str | None:
    """GCE's description of it."""
    found = _DESCRIPTION.fullmatch(address.get("description") or "")
    return (found[2] if found else address.get("description")) or None


def described(name: str, text: str) -> str:
    """What OpenStack is given as the description of an address of this name."""
    return f"{name}: {text}" if text else name


def is_called(address: Row, name: str) -> bool:
    """Whether ``name`` is its name or numeric id."""
    return name in (name_of(address), numeric_id(address.id))


def ip_of(address: Row) -> str:
    return str(address.get("floating_ip_address") or address["fixed_ips"][0]["ip_address"])


def is_ephemeral(address: Row) -> bool:
    """Whether the floating IP goes with the instance that it was made for."""
    return (address.get("description") or "").startswith(marks.EPHEMERAL)


def is_global(address: Row) -> bool:
    return marks.GLOBAL in address["tags"]


def is_internal(address: Row) -> bool:
    return "fixed_ips" in address


def in_use(address: Row) -> bool:
    return bool(address["device_id"] if is_internal(address) else address["port_id"])


def was_ephemeral(address: Row) -> bool:
    """Whether it was made of an instance's ephemeral one, and can become that again."""
    return marks.PROMOTED in address["tags"]
