"""What an Address resource asks for."""

from __future__ import annotations

import re
from typing import Any

from gce_api.families.shared.descriptions import LONGEST, check_description
from gce_api.google import errors
from gce_api.openstack import marks, tags

Plan = dict[str, Any]

_KEY, _VALUE = re.compile(r"[a-z][a-z0-9_-]{0,62}"), re.compile(r"[a-z0-9_-]{0,63}")


def plan_address(name: str, body: dict[str, Any]) -> Plan:
    """What is the same for every Address: ``description`` and ``labels`` (tags, that of the network
    tier among them), as they are kept.

    :raises errors.GceError: it cannot be had as asked for.
    """
    if body.get("ipVersion") == "IPV6" or body.get("ipv6EndpointType"):
        raise errors.Unsupported("Reserving IPv6 addresses is not available here.")
    if body.get("prefixLength"):
        raise errors.Unsupported("Reserving ranges of addresses is not available here.")
    text = check_description(body, LONGEST - len(name) - 2)
    return {
        "description": f"{name}: {text}" if text else name,
        "labels": [*_tier(body), *plan_labels(body)],
    }


def _tier(body: dict[str, Any]) -> list[str]:
    """The tag that keeps a network tier; there is one kind of network here."""
    is_standard = body.get("networkTier") == "STANDARD" and not is_internal(body)
    return [f"{marks.TIER}=STANDARD"] if is_standard else []


def plan_labels(body: dict[str, Any]) -> list[str]:
    """The tags that keep the labels of a request.

    :raises errors.Invalid: a label cannot be kept.
    """
    labels = body.get("labels") or {}
    for key, value in labels.items():
        if not _KEY.fullmatch(key) or not _VALUE.fullmatch(value):
            raise errors.Invalid(
                f"Invalid value for field 'labels': '{key}={value}'. Keys and values "
                "may have up to 63 lower case letters, digits, underscores and dashes; keys begin "
                "with a letter."
            )
    found = tags.of_labels(labels)
    tags.check([*found, "", ""], "labels")
    return found


def is_internal(body: dict[str, Any]) -> bool:
    """Whether a request for an Address asks for an internal one."""
    return body.get("addressType") == "INTERNAL" or bool(body.get("subnetwork"))
