"""Quotas of a project in one region, from Nova, Cinder and Neutron at once, by GCE's metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from oslo_log import log

from gce_api.google import errors
from gce_api.openstack import failures, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather

LOG = log.getLogger(__name__)

UNLIMITED = 2**31 - 1  # what GCE's clients can show in the place of OpenStack's -1

# GCE's metric: what Nova calls the limit, and the part of it that is used
COMPUTE = {
    "CPUS": ("maxTotalCores", "totalCoresUsed"),
    "INSTANCES": ("maxTotalInstances", "totalInstancesUsed"),
}
VOLUMES = {
    "DISKS_TOTAL_GB": "gigabytes",
    "SSD_TOTAL_GB": "gigabytes_pd-ssd",
    "SNAPSHOTS": "snapshots",
}
NETWORK = {
    "FIREWALLS": "security_group",
    "IN_USE_ADDRESSES": "floatingip",
    "NETWORKS": "network",
    "ROUTERS": "router",
    "STATIC_ADDRESSES": "floatingip",
    "SUBNETWORKS": "subnet",
}


@dataclass(frozen=True)
class Quota:
    """How much a project may have, and has."""

    limit: int
    usage: int

    def __add__(self, other: Quota) -> Quota:
        return Quota(min(self.limit + other.limit, UNLIMITED), self.usage + other.usage)


Quotas = dict[str, Quota]


def of_region(cloud: Cloud) -> Quotas:
    """The quotas by metric. A service that is not there, or does not answer, is left out."""
    project = cloud.caller.project.uuid
    found: Quotas = {}
    for part in gather(
        lambda: _tolerant(lambda: _compute(cloud)),
        lambda: _tolerant(lambda: _volumes(cloud, project)),
        lambda: _tolerant(lambda: _network(cloud, project)),
    ):
        found |= part
    return found


def _compute(cloud: Cloud) -> Quotas:
    limits = rows.get(cloud.compute, "/limits")["limits"]["absolute"]
    return {
        metric: _quota(limits[limit], limits[usage]) for metric, (limit, usage) in COMPUTE.items()
    }


def _volumes(cloud: Cloud, project: str) -> Quotas:
    answer = rows.get(cloud.volumes, f"/os-quota-sets/{project}", {"usage": "true"})["quota_set"]
    found = _pick(VOLUMES, answer, "in_use")
    if "SSD_TOTAL_GB" in found:  # the types share what all disks may have
        ssd, every = found["SSD_TOTAL_GB"], found["DISKS_TOTAL_GB"]
        found["SSD_TOTAL_GB"] = Quota(min(ssd.limit, every.limit), ssd.usage)
    return found


def _network(cloud: Cloud, project: str) -> Quotas:
    return _pick(NETWORK, rows.get(cloud.network, f"/quotas/{project}/details")["quota"], "used")


def _pick(metrics: Mapping[str, str], answer: Mapping[str, Any], used: str) -> Quotas:
    return {
        metric: _quota(answer[name]["limit"], answer[name][used] + answer[name]["reserved"])
        for metric, name in metrics.items()
        if name in answer
    }


def _quota(limit: int, usage: int) -> Quota:
    return Quota(UNLIMITED if limit < 0 else limit, usage)


def _tolerant(ask: Callable[[], Quotas]) -> Quotas:
    try:
        return ask()
    except Exception as error:
        failure = failures.translate(error)
        if failure is None or isinstance(failure, errors.Unauthorized):
            raise
        LOG.warning("Quotas are not complete: %s", failure)
        return {}
