"""What the endpoint notes on things of Neutron, which have no metadata: tags.

A tag is a flag (``gce:firewall``) or a key with a value (``gce:priority=900``); their names are in
:mod:`gce_api.openstack.marks`. People and other tools see and filter by them. Neutron takes 50 tags
of up to 255 characters each, without commas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote, unquote

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import marks
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

LONGEST = 255
MOST = 50


def value(row: Row, key: str) -> str | None:
    """The value that a thing has under a key."""
    return next(iter(values(row, key)), None)


def values(row: Row, key: str) -> list[str]:
    """All of them, sorted."""
    return sorted(tag[len(key) + 1 :] for tag in row.get("tags") or () if tag.startswith(key + "="))


def labels(row: Row) -> dict[str, str]:
    """GCE's labels of a thing."""
    pairs = (t.removeprefix(marks.LABEL) for t in row.get("tags") or () if _is_label(t))
    return {key: label for key, _, label in (pair.partition("=") for pair in pairs)}


def of_labels(wanted: Mapping[str, str]) -> list[str]:
    """The tags that keep labels."""
    return [f"{marks.LABEL}{key}={label}" for key, label in sorted(wanted.items())]


def packed(text: str) -> str:
    """Any text as part of a tag's value: without commas, bars and slashes."""
    return quote(text, safe=" :()'!?\"{}[]")


def unpacked(text: str) -> str:
    return unquote(text)


def fit(wanted: Collection[str]) -> bool:
    """Whether Neutron can hold these tags."""
    return len(wanted) <= MOST and all(len(tag) <= LONGEST for tag in wanted)


def check(wanted: Iterable[str], field: str) -> None:
    """Refuse what Neutron cannot hold.

    :raises errors.Invalid: they are too many, or one is too long.
    """
    if not fit(list(wanted)):
        raise errors.Invalid(
            f"Invalid value for field '{field}': ''. There is no room for so much here: "
            f"at most {MOST} values of {LONGEST} characters are kept."
        )


def write(cloud: Cloud, collection: str, row: Row, wanted: Iterable[str]) -> None:
    """Make these the endpoint's tags of a thing; those of other tools stay.

    :param collection: as in Neutron's URLs, ``security-groups`` (PUT /<collection>/<id>/tags).
    """
    others = [tag for tag in row.get("tags") or () if not tag.startswith((marks.OWN, marks.LABEL))]
    tags = [*others, *wanted]
    if sorted(tags) == sorted(row.get("tags") or ()):
        return
    answer = cloud.network.put(f"/{collection}/{row.id}/tags", json={"tags": tags})
    sdk.raise_from_response(answer)


def amend(cloud: Cloud, collection: str, row: Row, wanted: Collection[str]) -> None:
    """The same tag by tag, for what several write at once: a router has tags of its routes, too.

    What others have added since the row was read stays, as does what they have taken away.
    """
    present = own(row)
    for tag in present:
        if tag not in wanted:
            remove(cloud, collection, row.id, tag)
    for tag in wanted:
        if tag not in present:
            add(cloud, collection, row.id, tag)


def add(cloud: Cloud, collection: str, row_id: str, tag: str) -> None:
    """Add one tag, whatever others do to the other ones meanwhile."""
    answer = cloud.network.put(f"/{collection}/{row_id}/tags/{quote(tag, safe='')}")
    sdk.raise_from_response(answer)


def remove(cloud: Cloud, collection: str, row_id: str, tag: str) -> None:
    """Remove one tag, if it is there."""
    answer = cloud.network.delete(f"/{collection}/{row_id}/tags/{quote(tag, safe='')}")
    if answer.status_code != 404:
        sdk.raise_from_response(answer)


def own(row: Row) -> list[str]:
    """The endpoint's tags of a thing."""
    return [tag for tag in row.get("tags") or () if tag.startswith((marks.OWN, marks.LABEL))]


def _is_label(tag: str) -> bool:
    return tag.startswith(marks.LABEL) and "=" in tag
