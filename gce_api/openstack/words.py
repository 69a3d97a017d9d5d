"""What OpenStack's services say, in words that a GCE user knows."""

from __future__ import annotations

import re

_UUID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
# an identifier of OpenStack's with the quotes or brackets around it
_IDENTIFIER = re.compile(
    rf"\s*(?:\b(?:with )?(?:id|uuid)[:=]?\s*)?[\[('\"]*\b{_UUID}\b[\])'\"]*", re.I
)
_REQUEST = re.compile(r"\s*\((?:HTTP|Request-ID)[^)]*\)|\s*\(Request-ID: [^)]*\)")
_ERROR_CLASS = re.compile(r"^(?:[A-Z][a-z]+){2,}: ")  # VolumeSizeExceedsAvailableQuota:
_TERMS = {
    "server": "instance",
    "servers": "instances",
    "volume": "disk",
    "volumes": "disks",
    "flavor": "machine type",
    "flavors": "machine types",
    "tenant": "project",
    "availability zone": "zone",
    "floating ip": "external address",
    "security group": "firewall rule",
    "hypervisor": "host",
    "openstack": "this cloud",
}
_TERM = re.compile(rf"\b(?:{'|'.join(sorted(_TERMS, key=len, reverse=True))})\b", re.IGNORECASE)
_SERVICES = re.compile(r"\b(?:Nova|Cinder|Neutron|Glance|Octavia|Keystone|Placement|Gnocchi)\b")


def told(message: str) -> str:
    """A service's message without its identifiers, and with GCE's words for what it is about."""
    message = _ERROR_CLASS.sub("", _REQUEST.sub("", message))
    message = _SERVICES.sub("this cloud", _IDENTIFIER.sub("", message))
    message = _TERM.sub(_term, message)
    return re.sub(r"\s+([.,:;])", r"\1", re.sub(r"\s{2,}", " ", message)).strip()


def _term(match: re.Match[str]) -> str:
    word = match.group()
    known = _TERMS[word.lower()]
    if word[0].islower() or word == "OpenStack":
        return known
    return known[0].upper() + known[1:]
