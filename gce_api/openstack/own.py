"""Lists of Neutron as a project sees them, whoever asks.

Nova and Cinder list one project's things. Neutron (and Octavia: :mod:`gce_api.openstack.balancers`,
and Glance: :func:`gce_api.openstack.images.listed`) list those of every project to an
administrator, who is in one project all the same when they call this endpoint.
"""

from __future__ import annotations

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row


def networks(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's networks, those that are shared with it, and external ones."""
    found = rows.listed(cloud.network, "/networks", "networks", query)
    return [n for n in found if _is_own(cloud, n) or n["shared"] or n["router:external"]]


def ports(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's ports."""
    return rows.listed(cloud.network, "/ports", "ports", _of_project(cloud, query))


def floating_ips(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's floating IPs."""
    return rows.listed(cloud.network, "/floatingips", "floatingips", _of_project(cloud, query))


def security_groups(cloud: Cloud) -> list[Row]:
    """The project's security groups with their rules."""
    path, key = "/security-groups", "security_groups"
    return rows.listed(cloud.network, path, key, _of_project(cloud, None))


def routers(cloud: Cloud) -> list[Row]:
    """The project's routers."""
    return rows.listed(cloud.network, "/routers", "routers", _of_project(cloud, None))


def _is_own(cloud: Cloud, row: Row) -> bool:
    return row["project_id"] == cloud.caller.project.uuid


def _of_project(cloud: Cloud, query: Query | None) -> Query:
    return {**(query or {}), "project_id": cloud.caller.project.uuid}
