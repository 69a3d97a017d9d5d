"""Fingerprints: how GCE keeps two writers from undoing each other's change."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import orjson

from gce_api.google import errors


def of(value: Any) -> str:
    """The fingerprint of a JSON value: base64 of eight bytes, the same for equal values.

    In the alphabet for URLs, in which clients that decode it send it back.
    """
    digest = hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).digest()
    return base64.urlsafe_b64encode(digest[:8]).decode()


def check(given: str | None, present: Any, what: str) -> None:
    """Let a write pass that was made with knowledge of the present value.

    :param given: what the client sent; ``None`` or empty is taken as "whatever it is now".
    :param present: the value that the fingerprint is of.
    :raises errors.ConditionNotMet: it belongs to another value.
    """
    if given and not _matches(given, present):
        raise stale(what)


def require(given: str | None, present: Any, what: str) -> None:
    """As :func:`check`, where Google wants the fingerprint: a write without one is of a client that
    has not seen what is there, and would wipe it.

    :raises errors.ConditionNotMet: it is missing though something is there, or of another value.
    """
    if present and not given:
        raise stale(what)
    check(given, present, what)


def stale(what: str) -> errors.ConditionNotMet:
    return errors.ConditionNotMet(
        f"Supplied fingerprint does not match current {what} fingerprint."
    )


def claims(target: str, body: dict[str, Any]) -> list[str]:
    """What an operation claims that replaces what the fingerprints in a body are of.

    Of requests that come while what they have seen is still there, only one may change it. One that
    has looked before that one ended, and claims after it, is found out when it writes
    (:func:`gce_api.openstack.keys.check_between`).
    """
    given = {name: body.get(name) for name in ("fingerprint", "labelFingerprint")}
    return [f"{target}@{name}={_plain(text)}" for name, text in given.items() if text]


def is_claim(path: str) -> bool:
    """Whether it is one of :func:`claims`, and no name of a resource."""
    return "@" in path


def check_set_labels(body: dict[str, Any], present: dict[str, str]) -> dict[str, str] | None:
    """As :func:`check_labels`, for the body of a ``setLabels``, which replaces all labels.

    :raises errors.ConditionNotMet: there are labels, and the client does not say that it knows.
    """
    if present and not body.get("labelFingerprint"):
        raise _stale_labels()
    return check_labels(body, present)


def check_labels(body: dict[str, Any], present: dict[str, str]) -> dict[str, str] | None:
    """The same for the labels in a body.

    :returns: what the labels must still be when they are written; ``None``: whatever they are.
    """
    given = body.get("labelFingerprint")
    if given and not _matches(given, present):
        raise _stale_labels()
    return present if given else None


def _stale_labels() -> errors.ConditionNotMet:
    return errors.ConditionNotMet(
        "Labels fingerprint either invalid or resource labels have changed"
    )


def _matches(given: str, present: Any) -> bool:
    return _plain(given) == of(present)


def _plain(given: str) -> str:
    return given.replace("+", "-").replace("/", "_")
