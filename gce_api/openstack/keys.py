"""Changing some keys of a resource's metadata, and leaving the others to those who write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gce_api.google import errors
from gce_api.openstack import marks, metadata
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.metadata import Holder

ATTEMPTS = 5  # to change what others change at the same time


def change(
    cloud: Cloud,
    holder: Holder,
    wanted: Mapping[str, str],
    mine: Callable[[str], bool],
    before: Mapping[str, str] | None = None,
) -> None:
    """Make ``wanted`` out of the part of the metadata whose keys are ``mine``.

    Keys are removed and set one by one, as an operation on the labels and one on the metadata may
    be under way at the same time: each would undo the other by writing everything. Nova does that
    even when it is asked for one key, so changes of a resource come one after the other, and each
    is looked after, for those that come from elsewhere.

    :param before: what they were when the change was asked for, if it was only for that.
    :raises errors.ConditionNotMet: another change came between.
    """
    with cloud.turn_of(holder.path) as turn:
        for _ in range(ATTEMPTS):
            present = metadata.read(cloud, holder)
            mine_now = {key: value for key, value in present.items() if mine(key)}
            if mine_now == wanted:
                return
            check_between(mine_now, before, wanted)
            turn.check()
            _write(cloud, holder, present, wanted, mine)


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


def _write(
    cloud: Cloud,
    holder: Holder,
    present: Mapping[str, str],
    wanted: Mapping[str, str],
    mine: Callable[[str], bool],
) -> None:
    for key in present:
        if mine(key) and key not in wanted:
            metadata.remove(cloud, holder, key)
    new = {key: value for key, value in wanted.items() if present.get(key) != value}
    if new:
        metadata.write(cloud, holder, new)


def change_labels(
    cloud: Cloud, holder: Holder, labels: Mapping[str, str], before: Mapping[str, str] | None = None
) -> None:
    """Give a resource these labels and no others (``before``: as for :func:`change`)."""
    wanted, known = _keys(labels), None if before is None else _keys(before)
    change(cloud, holder, wanted, lambda key: key.startswith(marks.LABEL), known)


def _keys(labels: Mapping[str, str]) -> dict[str, str]:
    return {marks.LABEL + key: value for key, value in labels.items()}


def change_one(cloud: Cloud, holder: Holder, key: str, value: str | None) -> None:
    """Set one key, or remove it (``None``)."""
    change(cloud, holder, {} if value is None else {key: value}, lambda name: name == key)
