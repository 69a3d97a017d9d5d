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
# what Nova says of a server that is in no state for what was asked, and GCE's word for the state
_STATE = re.compile(r"while it is in (?:vm_state|power_state|status) ['\"]?([\w-]+)['\"]?")
_BUSY = re.compile(r"while it is in task_state ['\"]?[\w-]+['\"]?")
_STATES = {
    "active": "RUNNING",
    "building": "STAGING",
    "error": "REPAIRING",
    "paused": "SUSPENDED",
    "shelved": "TERMINATED",
    "shelved_offloaded": "TERMINATED",
    "stopped": "TERMINATED",
    "suspended": "SUSPENDED",
}
_STATE_NAMES = re.compile(r"\b(?:vm|task|power)_state\b")
# a rule of an operator's policy: the user knows none of them
_POLICY = re.compile(r"disallowed by policy|policy doesn't allow|\brule:|to be performed", re.I)
FORBIDDEN = "Your roles do not allow this here."
_TERM = re.compile(rf"\b(?:{'|'.join(sorted(_TERMS, key=len, reverse=True))})\b", re.IGNORECASE)
_SERVICES = re.compile(r"\b(?:Nova|Cinder|Neutron|Glance|Octavia|Keystone|Placement|Gnocchi)\b")


def told(message: str) -> str:
    """A service's message without its identifiers, and with GCE's words for what it is about."""
    if _POLICY.search(message):
        return FORBIDDEN
    message = _ERROR_CLASS.sub("", _REQUEST.sub("", message))
    message = _SERVICES.sub("this cloud", _IDENTIFIER.sub("", message))
    message = _BUSY.sub("while it is being changed", _STATE.sub(_state, message))
    message = _TERM.sub(_term, _STATE_NAMES.sub("state", message))
    return re.sub(r"\s+([.,:;])", r"\1", re.sub(r"\s{2,}", " ", message)).strip()


def _state(match: re.Match[str]) -> str:
    state = match[1].lower()
    return f"while it is {_STATES.get(state, 'being changed')}"


def _term(match: re.Match[str]) -> str:
    word = match.group()
    known = _TERMS[word.lower()]
    if word[0].islower() or word == "OpenStack":
        return known
    return known[0].upper() + known[1:]
