"""Snapshots: Cinder volume snapshots in GCE's terms."""

from __future__ import annotations

import functools

from gce_api import errors, finding, links
from gce_api.call import Call
from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


def find_snapshot(call: Call, url: str, field: str = "sourceSnapshot") -> Row:
    """The Cinder snapshot that a request refers to, in the region of its path if it has one.

    :raises errors.Invalid: the URL does not refer to a snapshot.
    :raises errors.NotFound: there is no such snapshot.
    """
    return by_name(call, links.parse(url, "snapshots", field).name)[1]


def by_name(call: Call, name: str) -> tuple[Cloud, Row]:
    """A snapshot by its name or id, and the region that it is in.

    :raises errors.NotFound: there is none.
    """
    for cloud in [call.cloud] if call.region else call.clouds:
        everything = functools.partial(fetch, cloud)
        found = finding.by_name(name, functools.partial(_named, cloud), everything)
        if found:
            return cloud, found
    raise errors.NotFound.resource(f"projects/{call.project.id}/global/snapshots/{name}")


def fetch(cloud: Cloud, **query: str) -> list[Row]:
    """The project's snapshots in a region."""
    return rows.listed(cloud.volumes, "/snapshots/detail", "snapshots", query)


def _named(cloud: Cloud, name: str) -> list[Row]:
    return fetch(cloud, name=name)
