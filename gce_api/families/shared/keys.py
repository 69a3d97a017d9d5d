"""Changing some keys of a resource's metadata, and leaving the others to those who write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import marks
from gce_api.openstack.cloud import Cloud

ATTEMPTS = 5  # to change what others change at the same time


def change(
    cloud: Cloud,
    path: str,
    wanted: Mapping[str, str],
    mine: Callable[[str], bool],
    before: Mapping[str, str] | None = None,
) -> None:
    """Make ``wanted`` out of the part of the metadata whose keys are ``mine``.

    Keys are removed and set one by one, as an operation on the labels and one on the metadata may
    be under way at the same time: each would undo the other by writing everything. Nova does that
    even when it is asked for one key, so changes of a resource come one after the other, and each
    is looked after, for those that come from elsewhere.

    :param path: ``/servers/<uuid>``, ``/volumes/<uuid>`` or ``/snapshots/<uuid>``.
    :param before: what they were when the change was asked for, if it was only for that.
    :raises errors.ConditionNotMet: another change came between.
    """
    service = cloud.compute if path.startswith("/servers/") else cloud.volumes
    with cloud.turn_of(path) as turn:
        for _ in range(ATTEMPTS):
            present = _metadata(service, path)
            mine_now = {key: value for key, value in present.items() if mine(key)}
            if mine_now == wanted:
                return
            check_between(mine_now, before, wanted)
            turn.check()
            _write(service, path, present, wanted, mine)


def check_between(
    present: Mapping[str, str], before: Mapping[str, str] | None, wanted: Mapping[str, str]
) -> None:
    """Let a change go on if nobody else has changed anything since it was asked for.

    What it has done itself, before it was killed, counts as nothing.

    :raises errors.ConditionNotMet: somebody has.
    """
    if before is None:
        return
    for key in {*present, *before, *wanted}:
        if present.get(key) not in (before.get(key), wanted.get(key)):
            raise errors.ConditionNotMet(
                f"'{key.removeprefix(marks.LABEL)}' was changed by another request meanwhile: the "
                "supplied fingerprint does not match any more."
            )


def _metadata(service: Any, path: str) -> dict[str, str]:
    answer = service.get(f"{path}/metadata")
    sdk.raise_from_response(answer)
    found: dict[str, str] = answer.json()["metadata"]
    return found


def _write(
    service: Any,
    path: str,
    present: Mapping[str, str],
    wanted: Mapping[str, str],
    mine: Callable[[str], bool],
) -> None:
    for key in present:
        if mine(key) and key not in wanted:
            answer = service.delete(f"{path}/metadata/{quote(key, safe='')}")
            if answer.status_code != 404:
                sdk.raise_from_response(answer)
    new = {key: value for key, value in wanted.items() if present.get(key) != value}
    if new:
        answer = service.post(f"{path}/metadata", json={"metadata": new})
        sdk.raise_from_response(answer)


def change_labels(
    cloud: Cloud, path: str, labels: Mapping[str, str], before: Mapping[str, str] | None = None
) -> None:
    """Give a resource these labels and no others (``before``: as for :func:`change`)."""
    wanted, known = _keys(labels), None if before is None else _keys(before)
    change(cloud, path, wanted, lambda key: key.startswith(marks.LABEL), known)


def _keys(labels: Mapping[str, str]) -> dict[str, str]:
    return {marks.LABEL + key: value for key, value in labels.items()}


def change_one(cloud: Cloud, path: str, key: str, value: str | None) -> None:
    """Set one key, or remove it (``None``)."""
    change(cloud, path, {} if value is None else {key: value}, lambda name: name == key)
