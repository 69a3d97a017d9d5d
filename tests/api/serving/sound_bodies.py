"""A body that is right for each method of things that are all called ``fuzz-a``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from tests.api.contract import REGION, ZONE, instance

A = "fuzz-a"
NETWORK = f"global/networks/{A}"
SUBNETWORK = f"regions/{REGION}/subnetworks/{A}"
DISK = f"zones/{ZONE}/disks/{A}"
INSTANCE = f"zones/{ZONE}/instances/{A}"
TEMPLATE = f"global/instanceTemplates/{A}"
POLICY = f"regions/{REGION}/resourcePolicies/{A}"
GROUP = f"regions/{REGION}/resourcePolicies/fuzz-group"
IMAGE = "projects/debian-cloud/global/images/family/debian-13"

_vm = instance(A, machineType=f"zones/{ZONE}/machineTypes/e2-micro")
_boot = {"diskName": "fuzz-boot", **_vm["disks"][0]["initializeParams"]}
_in_network = {
    **_vm,
    "disks": [{"boot": True, "autoDelete": True, "initializeParams": _boot}],
    "networkInterfaces": [{"network": NETWORK, "subnetwork": SUBNETWORK}],
}
_properties = {**{k: v for k, v in _vm.items() if k != "name"}, "machineType": "e2-micro"}
_check = {"name": A, "type": "TCP", "tcpHealthCheck": {"port": 80}}
_legacy_check = {"name": A, "port": 80, "requestPath": "/"}
_group_url = f"zones/{ZONE}/instanceGroups/{A}"
_service = {
    "name": A,
    "protocol": "HTTP",
    "healthChecks": [f"global/healthChecks/{A}"],
    "backends": [{"group": _group_url}],
}
_regional_service = {
    "name": A,
    "protocol": "TCP",
    "loadBalancingScheme": "INTERNAL",
    "healthChecks": [f"regions/{REGION}/healthChecks/{A}"],
    "backends": [{"group": _group_url}],
}
_map = {"name": A, "defaultService": f"global/backendServices/{A}"}
_manager = {
    "name": "fuzz-m",
    "baseInstanceName": "fuzz-m",
    "instanceTemplate": TEMPLATE,
    "targetSize": 0,
}
_schedule = {
    "hourlySchedule": {"hoursInCycle": 4, "startTime": "00:00"},
}
_autoscaler = {
    "name": A,
    "target": f"zones/{ZONE}/instanceGroupManagers/fuzz-m",
    "autoscalingPolicy": {"minNumReplicas": 0, "maxNumReplicas": 1},
}
_router = {"name": A, "network": NETWORK}
_firewall = {
    "name": A,
    "network": NETWORK,
    "allowed": [{"IPProtocol": "tcp", "ports": ["22", "80-90"]}],
    "sourceRanges": ["10.0.0.0/8"],
    "targetTags": ["web"],
}
_bulk = {"count": 1, "namePattern": "fuzz-bulk-#", "instanceProperties": _properties}

INSERTS: dict[str, dict[str, Any]] = {
    "networks": {"name": A, "autoCreateSubnetworks": False},
    "subnetworks": {"name": A, "network": NETWORK, "ipCidrRange": "10.9.0.0/24"},
    "disks": {"name": A, "sizeGb": "1", "resourcePolicies": [GROUP]},
    "regionDisks": {
        "name": A,
        "sizeGb": "1",
        "replicaZones": [f"zones/{ZONE}", f"zones/{REGION}-b"],
    },
    "instances": _in_network,
    "firewalls": _firewall,
    "routers": _router,
    "routes": {
        "name": A,
        "network": NETWORK,
        "priority": 1000,
        "destRange": "10.99.0.0/16",
        "nextHopIp": "10.9.0.200",
        "description": SUBNETWORK,  # where that address lies: see waves()
    },
    "addresses": {"name": A},
    "globalAddresses": {"name": A},
    "snapshots": {"name": A, "sourceDisk": DISK},
    "images": {"name": A, "sourceDisk": DISK},
    "resourcePolicies": {"name": A, "snapshotSchedulePolicy": {"schedule": _schedule}},
    "instanceTemplates": {"name": A, "properties": _properties},
    "regionInstanceTemplates": {"name": A, "properties": _properties},
    "machineImages": {"name": A, "sourceInstance": INSTANCE},
    "instanceGroups": {"name": A, "network": NETWORK},
    "instanceGroupManagers": _manager,
    "regionInstanceGroupManagers": {**_manager, "name": "fuzz-r", "baseInstanceName": "fuzz-r"},
    "autoscalers": _autoscaler,
    "regionAutoscalers": {
        **_autoscaler,
        "target": f"regions/{REGION}/instanceGroupManagers/fuzz-r",
    },
    "healthChecks": _check,
    "regionHealthChecks": _check,
    "httpHealthChecks": _legacy_check,
    "httpsHealthChecks": _legacy_check,
    "targetPools": {"name": A, "instances": [INSTANCE]},
    "backendServices": _service,
    "regionBackendServices": _regional_service,
    "urlMaps": _map,
    "targetHttpProxies": {"name": A, "urlMap": f"global/urlMaps/{A}"},
    "targetTcpProxies": {"name": A, "service": "global/backendServices/fuzz-tcp"},
    "forwardingRules": {
        "name": A,
        "portRange": "80",
        "target": f"regions/{REGION}/targetPools/{A}",
    },
    "globalForwardingRules": {
        "name": A,
        "portRange": "80",
        "target": f"global/targetHttpProxies/{A}",
    },
}

ALSO = {
    "backendServices": {"name": "fuzz-tcp", "protocol": "TCP"},
    "resourcePolicies": {"name": "fuzz-group", "diskConsistencyGroupPolicy": {}},
}

Insert = tuple[str, dict[str, Any]]


def waves() -> Iterator[list[Insert]]:
    """All that is made first: each wave, at once, names only what the waves before it made."""
    inserts = [*ALSO.items(), *INSERTS.items()]
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for i, (_, body) in enumerate(inserts):
        text = json.dumps(body)
        sorter.add(i, *(j for j, made in enumerate(inserts) if _ending(*made) in text))
    sorter.prepare()
    while sorter.is_active():
        ready = sorter.get_ready()
        yield [inserts[i] for i in ready]
        sorter.done(*ready)


def _ending(family: str, body: dict[str, Any]) -> str:
    """How the URLs of a thing end in a body: ``/disks/fuzz-a"``, be it a zone's or a region's."""
    collection = family.removeprefix("region").removeprefix("global")
    return f'/{collection[0].lower()}{collection[1:]}/{body["name"]}"'


_members = {"instances": [{"instance": INSTANCE}]}
_managed = {"instances": [f"zones/{ZONE}/instances/fuzz-m-0"]}
_labels = {"labels": {"env": "test"}}
_pool_checks = {"healthChecks": [{"healthCheck": f"global/httpHealthChecks/{A}"}]}
_policies = {"resourcePolicies": [POLICY]}
_of_disks = {
    "addResourcePolicies": _policies,
    "removeResourcePolicies": _policies,
    "createSnapshot": {"name": "fuzz-b"},
    "resize": {"sizeGb": "2"},
    "bulkInsert": {"sourceConsistencyGroupPolicy": GROUP},
    "update": {"sizeGb": "3"},
}
_of_managers = {
    "abandonInstances": _managed,
    "applyUpdatesToInstances": _managed,
    "deleteInstances": _managed,
    "recreateInstances": _managed,
    "createInstances": {"instances": [{"name": "fuzz-m-0"}]},
    "setInstanceTemplate": {"instanceTemplate": TEMPLATE},
    "setTargetPools": {"targetPools": [f"regions/{REGION}/targetPools/{A}"]},
}

ACTIONS = {
    **{f"instanceGroupManagers.{name}": body for name, body in _of_managers.items()},
    **{f"regionInstanceGroupManagers.{name}": body for name, body in _of_managers.items()},
    "backendServices.getHealth": {"group": _group_url},
    "regionBackendServices.getHealth": {"group": _group_url},
    **{f"disks.{name}": body for name, body in _of_disks.items()},
    **{f"regionDisks.{name}": body for name, body in _of_disks.items()},
    "disks.bulkSetLabels": {"requests": [{"labels": {"env": "test"}}]},
    "forwardingRules.patch": {"description": "changed"},
    "globalForwardingRules.patch": {"description": "changed"},
    "subnetworks.patch": {"description": "changed"},
    "forwardingRules.setTarget": {"target": f"regions/{REGION}/targetPools/{A}"},
    "globalForwardingRules.setTarget": {"target": f"global/targetHttpProxies/{A}"},
    "images.deprecate": {"state": "DEPRECATED", "replacement": f"global/images/{A}"},
    "instanceGroups.addInstances": _members,
    "instanceGroups.removeInstances": _members,
    "instanceGroups.setNamedPorts": {"namedPorts": [{"name": "http", "port": 80}]},
    "instances.addAccessConfig": {"name": "External NAT", "type": "ONE_TO_ONE_NAT"},
    "instances.updateAccessConfig": {"name": "External NAT", "type": "ONE_TO_ONE_NAT"},
    "instances.addNetworkInterface": {"network": NETWORK, "subnetwork": SUBNETWORK},
    "instances.updateNetworkInterface": {"networkIP": "10.9.0.77"},
    "instances.addResourcePolicies": _policies,
    "instances.removeResourcePolicies": _policies,
    "instances.attachDisk": {"source": DISK, "deviceName": A, "autoDelete": True},
    "instances.bulkInsert": _bulk,
    "regionInstances.bulkInsert": _bulk,
    "instances.setMachineType": {"machineType": f"zones/{ZONE}/machineTypes/e2-small"},
    "instances.setMetadata": {"items": [{"key": "a", "value": "b"}]},
    "projects.setCommonInstanceMetadata": {"items": [{"key": "a", "value": "b"}]},
    "instances.setName": {"name": "fuzz-b", "currentName": A},
    "instances.setScheduling": {"automaticRestart": False},
    "instances.setServiceAccount": {"email": "default", "scopes": []},
    "instances.setTags": {"items": ["web"]},
    "instances.setMinCpuPlatform": {"minCpuPlatform": "Intel Skylake"},
    "instances.updateShieldedInstanceConfig": {"enableVtpm": True},
    "subnetworks.expandIpCidrRange": {"ipCidrRange": "10.9.0.0/23"},
    "subnetworks.setPrivateIpGoogleAccess": {"privateIpGoogleAccess": True},
    "targetHttpProxies.setUrlMap": {"urlMap": f"global/urlMaps/{A}"},
    "targetPools.addHealthCheck": _pool_checks,
    "targetPools.removeHealthCheck": _pool_checks,
    "targetPools.addInstance": _members,
    "targetPools.removeInstance": _members,
    "targetPools.getHealth": {"instance": INSTANCE},
    "targetPools.setBackup": {"target": f"regions/{REGION}/targetPools/{A}"},
    "targetTcpProxies.setBackendService": {"service": "global/backendServices/fuzz-tcp"},
}

# of query parameters that a method needs
QUERY = {
    "accessConfig": "external-nat",
    "deviceName": A,
    "networkInterface": "nic0",
    "networkInterfaceName": "nic0",
    "resource": A,
    "size": "1",
    "autoDelete": "true",
    "failoverRatio": "0.5",
    "sourceImage": IMAGE,
    "sourceInstanceTemplate": TEMPLATE,
}


def path_name(family: str) -> str:
    """What the thing of a family is called."""
    managers = {"instanceGroupManagers": "fuzz-m", "regionInstanceGroupManagers": "fuzz-r"}
    managers["regionInstanceGroups"] = "fuzz-r"
    return managers.get(family, A)


def body_of(method_id: str) -> dict[str, object] | None:
    """A body that is right for ``disks.insert``; ``None`` where any will do."""
    family, _, name = method_id.rpartition(".")
    if method_id in ACTIONS:
        return ACTIONS[method_id]
    if name in ("insert", "update", "patch"):
        return INSERTS[family]
    return _labels if name == "setLabels" else None
