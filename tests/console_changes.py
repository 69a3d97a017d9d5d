"""Sensible values for the edits and the actions of the console.

In values, paths and items ``{name}`` is the name of what is changed, ``{disk}`` that of a disk, and
so on.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from tests.console_examples import KEY, REGION, ZONE

Json = dict[str, Any]
GOOGLE = "https://compute.googleapis.com/compute/v1/projects/demo"
MANAGERS = f"{ZONE}/instanceGroupManagers/{{name}}"
LABELS = {
    "fingerprint": "abc=",
    "labels_key": ["env", "team"],
    "labels_value": ["dev", "a-b"],
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """An edit, or an action where it has a name, of what is at a path.

    :ivar item: what the endpoint shows of it
    :ivar values: as the browser posts them
    :ivar others: what else is looked at, by its path
    """

    path: str
    action: str = ""
    values: Json = dataclasses.field(default_factory=dict)
    item: Json = dataclasses.field(default_factory=dict)
    others: Json = dataclasses.field(default_factory=dict)


def act(path: str, action: str, item: Json | None = None, /, **values: Any) -> Change:
    return Change(path=path, action=action, item=item or {}, values=values)


def edit(path: str, item: Json, /, **values: Any) -> Change:
    return Change(path=path, item=item, values=values)


VM = f"{ZONE}/instances/{{name}}"
DISK = f"{ZONE}/disks/{{name}}"
POOL = f"{REGION}/targetPools/{{name}}"
ROUTER = f"{REGION}/routers/{{name}}"
MEMBERS = [f"{ZONE}/instances/{{one}}", f"{ZONE}/instances/{{two}}"]
NAT = {"name": "{name}-nat", "natIpAllocateOption": "AUTO_ONLY"}
SOURCE = "ALL_SUBNETWORKS_ALL_IP_RANGES"
CHANGES = (
    *(
        act(VM, name, {"networkInterfaces": [{"name": "nic0", "networkIP": "10.0.0.2"}]})
        for name in ("start", "stop", "reset", "suspend", "resume", "delete")
    ),
    act(VM, "setLabels", {"labelFingerprint": "abc=", "labels": {"old": "x"}}, **LABELS),
    act(
        VM,
        "setTags",
        {"tags": {"items": ["old"], "fingerprint": "abc="}},
        fingerprint="abc=",
        tags="one, two",
    ),
    act(
        VM,
        "setMetadata",
        {"metadata": {"fingerprint": "abc=", "items": [{"key": "old", "value": "x"}]}},
        fingerprint="abc=",
        metadata_key=["note", "script"],
        metadata_value=["a;b, c=${d}", "#!/bin/sh\necho 'x' \"$HOME\"\n"],
    ),
    act(
        VM,
        "setSshKeys",
        {"metadata": {"fingerprint": "abc=", "items": [{"key": "old", "value": "x"}]}},
        fingerprint="abc=",
        ssh_keys=KEY,
    ),
    act(VM, "setMachineType", {"zone": ZONE}, zone="us-central1-a", machine_type="e2-small"),
    act(VM, "protect"),
    act(VM, "unprotect"),
    act(
        VM,
        "attachDisk",
        {"disks": [{"deviceName": "disk-1"}]},
        disk=f"{ZONE}/disks/{{disk}}",
        mode="READ_ONLY",
        auto_delete=True,
    ),
    act(VM, "detachDisk", {"disks": [{"deviceName": "data"}]}, device="data"),
    act(VM, "addAccessConfig", address="203.0.113.7"),
    act(
        VM,
        "deleteAccessConfig",
        {"networkInterfaces": [{"name": "nic0", "accessConfigs": [{"name": "External NAT"}]}]},
    ),
    act(
        "global/instanceTemplates/{name}",
        "createInstance",
        name="{vm}",
        region="us-central1",
        zone="us-central1-a",
    ),
    act("global/instanceTemplates/{name}", "delete"),
    act(
        "global/machineImages/{name}",
        "createInstance",
        name="{vm}",
        region="us-central1",
        zone="us-central1-a",
    ),
    act("global/machineImages/{name}", "delete"),
    act("global/machineImages/{name}", "setLabels", **LABELS),
    act(DISK, "snapshot", name="{copy}", description="It's ${a}"),
    act(DISK, "resize", size_gb="40"),
    act(f"{REGION}/disks/{{name}}", "resize", size_gb="40"),
    act(DISK, "delete"),
    act(DISK, "attach", instance=f"{ZONE}/instances/{{vm}}", mode="READ_WRITE", auto_delete=False),
    dataclasses.replace(
        act(DISK, "detach", instance=f"{ZONE}/instances/{{vm}}"),
        others={
            f"{ZONE}/instances/{{vm}}": {"disks": [{"deviceName": "data", "source": DISK}]},
        },
    ),
    act(DISK, "addResourcePolicies", schedule=f"{REGION}/resourcePolicies/{{schedule}}"),
    act(DISK, "removeResourcePolicies", schedule=f"{REGION}/resourcePolicies/{{schedule}}"),
    act(DISK, "setLabels", **LABELS),
    act(f"{REGION}/disks/{{name}}", "setLabels", **LABELS),
    act("global/snapshots/{name}", "delete"),
    act("global/snapshots/{name}", "setLabels", **LABELS),
    act(f"{REGION}/resourcePolicies/{{name}}", "delete"),
    act(
        "global/images/{name}",
        "deprecate",
        state="DEPRECATED",
        replacement="global/images/{new}",
        obsolete="2027-01-02T03:04",
        deleted="2028-01-02T03:04",
    ),
    act("global/images/{name}", "delete"),
    act("global/images/{name}", "setLabels", **LABELS),
    act(MANAGERS, "resize", size="4"),
    act(f"{REGION}/instanceGroupManagers/{{name}}", "resize", size="4"),
    act(
        MANAGERS,
        "update",
        {"instanceTemplate": f"{GOOGLE}/global/instanceTemplates/{{old}}"},
        template="global/instanceTemplates/{template}",
        canary="global/instanceTemplates/{canary}",
        canary_share="25",
        way="PROACTIVE",
        surge="2",
        unavailable="1",
    ),
    act(
        MANAGERS,
        "update",
        template="global/instanceTemplates/{template}",
        way="OPPORTUNISTIC",
        surge="1",
        unavailable="0",
    ),
    act(
        MANAGERS,
        "roll",
        {"versions": [{"instanceTemplate": "global/instanceTemplates/{template}"}]},
        operation="REPLACE",
        surge="1",
        unavailable="1",
    ),
    act(MANAGERS, "delete"),
    act(f"{ZONE}/instanceGroups/{{name}}", "delete"),
    act(
        f"{ZONE}/instanceGroups/{{name}}",
        "setNamedPorts",
        fingerprint="abc=",
        ports_name=["http", "admin"],
        ports_port=["80", "8080"],
    ),
    act(MANAGERS, "heal", check="global/healthChecks/{check}", delay="120"),
    act(
        MANAGERS,
        "autoscale",
        mode="ON",
        least="1",
        most="5",
        cpu="60",
        initialization="90",
        schedules_name=["day"],
        schedules_cron=["0 8 * * 1-5"],
        schedules_minutes=["60"],
        schedules_required=["3"],
        schedules_time_zone=["Europe/Berlin"],
    ),
    act(MANAGERS, "stopAutoscaling", {"status": {"autoscaler": f"{ZONE}/autoscalers/{{name}}"}}),
    *(
        act(MANAGERS, name, instances=MEMBERS)
        for name in (
            "applyUpdatesToInstances",
            "recreateInstances",
            "deleteInstances",
            "abandonInstances",
        )
    ),
    act(f"{REGION}/instanceGroupManagers/{{name}}", "recreateInstances", instances=MEMBERS),
    *(
        act(f"{ZONE}/instanceGroups/{{name}}", name, instances=MEMBERS)
        for name in ("addInstances", "removeInstances")
    ),
    act("global/networks/{name}", "switchToCustomMode"),
    act("global/networks/{name}", "delete"),
    act(f"{ZONE}/operations/{{name}}", "delete"),
    act(
        f"{REGION}/subnetworks/{{name}}",
        "expandIpCidrRange",
        {"ipCidrRange": "10.0.0.0/24"},
        range="10.0.0.0/16",
    ),
    act(f"{REGION}/subnetworks/{{name}}", "delete"),
    act(f"{REGION}/addresses/203-0-113-7-web", "promote", name="{kept}", description="Kept"),
    act(
        f"{REGION}/addresses/{{name}}",
        "attach",
        {"address": "203.0.113.7"},
        instance=f"{ZONE}/instances/{{vm}}",
    ),
    act(f"{REGION}/addresses/{{name}}", "delete"),
    act("global/addresses/{name}", "delete"),
    act(f"{REGION}/addresses/{{name}}", "setLabels", **LABELS),
    act("global/firewalls/{name}", "delete"),
    act("global/routes/{name}", "delete"),
    act(ROUTER, "createNat", name="{name}-nat", source=SOURCE),
    act(ROUTER, "editNat", {"nats": [NAT]}, name="{name}-nat", source=SOURCE),
    act(ROUTER, "deleteNat", {"nats": [NAT]}, name="{name}-nat"),
    act(ROUTER, "delete"),
    act("global/backendServices/{name}", "delete"),
    act(f"{REGION}/backendServices/{{name}}", "delete"),
    act(POOL, "addInstance", instances=MEMBERS),
    act(POOL, "removeInstance", instances=MEMBERS),
    act(POOL, "addHealthCheck", check="global/httpHealthChecks/{check}"),
    act(POOL, "removeHealthCheck", check="global/httpHealthChecks/{check}"),
    act(POOL, "delete"),
    act("global/urlMaps/{name}", "delete"),
    act("global/targetHttpProxies/{name}", "setUrlMap", urlMap="global/urlMaps/{map}"),
    act("global/targetHttpProxies/{name}", "delete"),
    act(
        "global/targetTcpProxies/{name}",
        "setBackendService",
        service="global/backendServices/{service}",
    ),
    act("global/targetTcpProxies/{name}", "delete"),
    act("global/forwardingRules/{name}", "setTarget", target="global/targetHttpProxies/{proxy}"),
    act(
        f"{REGION}/forwardingRules/{{name}}",
        "setTarget",
        target=f"{REGION}/targetPools/{{pool}}",
    ),
    act(f"{REGION}/forwardingRules/{{name}}", "delete"),
    act("global/forwardingRules/{name}", "setLabels", **LABELS),
    act("global/healthChecks/{name}", "delete"),
    act("global/httpHealthChecks/{name}", "delete"),
    act("global/httpsHealthChecks/{name}", "delete"),
    edit(
        f"{REGION}/resourcePolicies/{{name}}",
        {},
        name="{name}",
        description="Every day",
        region="us-central1",
        frequency="daily",
        daily_start="04:00",
        retention="days",
        days="7",
        rule="KEEP_AUTO_SNAPSHOTS",
        labels_key=["made"],
        labels_value=["by-schedule"],
    ),
    edit("global/images/{name}", {}, name="{name}", family="web", description="It's ${a}"),
    edit(
        "global/networks/{name}",
        {"autoCreateSubnetworks": False, "mtu": 1500},
        name="{name}",
        mode="custom",
        routing="GLOBAL",
        mtu="1500",
        description="",
    ),
    edit(
        f"{REGION}/subnetworks/{{name}}",
        {"ipCidrRange": "10.0.0.0/24", "fingerprint": "abc="},
        name="{name}",
        network="default",
        region="us-central1",
        range="10.0.0.0/24",
        access=True,
        fingerprint="abc=",
        description="",
    ),
    edit(
        "global/firewalls/{name}",
        {"direction": "INGRESS", "allowed": [{"IPProtocol": "all"}]},
        name="{name}",
        network="default",
        priority="900",
        direction="INGRESS",
        action="allowed",
        targets="tags",
        target_tags="web",
        source_ranges="10.0.0.0/8",
        source_tags="db",
        which="some",
        allowed_p=["tcp"],
        allowed_ports=["80"],
        disabled=True,
        description="Lets in",
    ),
    edit(
        ROUTER,
        {},
        name="{name}",
        network="default",
        region="us-central1",
        asn="64513",
        description="",
    ),
    edit(
        "global/backendServices/{name}",
        {"fingerprint": "abc="},
        name="{name}",
        scope="global",
        protocol="HTTP",
        scheme="EXTERNAL_MANAGED",
        port_name="http",
        check="global/healthChecks/{check}",
        affinity="CLIENT_IP",
        timeout="40",
        fingerprint="abc=",
        description="Web",
    ),
    edit(
        "global/urlMaps/{name}",
        {"fingerprint": "abc="},
        name="{name}",
        service="global/backendServices/{service}",
        fingerprint="abc=",
        description="Paths",
    ),
    edit(
        "global/healthChecks/{name}",
        {"type": "HTTP", "httpHealthCheck": {"port": 80}},
        name="{name}",
        protocol="HTTP",
        port_kind="fixed",
        port="8080",
        path="/up",
        host="web.example.com",
        interval="20",
        timeout="6",
        healthy="3",
        unhealthy="4",
        description="Well?",
    ),
    *(
        edit(
            f"global/{collection}/{{name}}",
            {},
            name="{name}",
            port="8080",
            path="/up",
            host="",
            interval="20",
            timeout="6",
            healthy="3",
            unhealthy="4",
            description="",
        )
        for collection in ("httpHealthChecks", "httpsHealthChecks")
    ),
)
