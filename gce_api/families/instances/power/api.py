"""The power of instances: start, stop, reset, suspend, resume; and what their host does to them."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances.find import target_of
from gce_api.families.instances.instances.status import check_running, status
from gce_api.families.instances.power import flow as flows
from gce_api.families.shared.call import ZonalCall
from gce_api.families.shared.settings import scheduling
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack import power
from gce_api.openstack.identity import number

# from which statuses; what an instance is already makes an operation without an effect
POSSIBLE = {
    "start": ("TERMINATED", "RUNNING", "REPAIRING"),
    "stop": ("RUNNING", "TERMINATED", "SUSPENDED", "REPAIRING"),
    "reset": ("RUNNING", "REPAIRING"),
    "suspend": ("RUNNING", "SUSPENDED"),
    "resume": ("SUSPENDED", "RUNNING"),
}
FLOWS = {
    "start": flows.start,
    "stop": flows.stop,
    "reset": flows.reset,
    "suspend": flows.suspend,
    "resume": flows.resume,
}

Json = dict[str, Any]


@implements(
    "compute.instances.start",
    "compute.instances.stop",
    "compute.instances.reset",
    "compute.instances.suspend",
    "compute.instances.resume",
)
def change_power(call: ZonalCall) -> Json:
    action = call.method.name
    server, target = target_of(call)
    now = status(server)
    if now not in POSSIBLE[action]:
        raise errors.ResourceNotReady(
            f"The resource 'projects/{call.project.id}/{target}' is not ready: an instance that "
            f"is {now} cannot {action}."
        )
    return call.operation(action, target, FLOWS[action], {"server_id": server.id}, number(server))


@implements("compute.instances.simulateMaintenanceEvent")
def simulate_maintenance_event(call: ZonalCall) -> Json:
    """A live migration, for which Nova wants an administrator unless its policy says otherwise.

    An instance with ``onHostMaintenance: TERMINATE`` is stopped and started instead.
    """
    server, target = target_of(call)
    check_running(server, f"projects/{call.project.id}/{target}")
    arguments: Json = {"server_id": server.id}
    flow: Any = flows.restart
    if scheduling(server["metadata"])["onHostMaintenance"] != "TERMINATE":
        flow = flows.migrate
        arguments["host"] = server.get("OS-EXT-SRV-ATTR:host")
    return call.operation("simulateMaintenanceEvent", target, flow, arguments, number(server))


@implements("compute.instances.sendDiagnosticInterrupt")
def send_diagnostic_interrupt(call: ZonalCall) -> Json:
    """A non-maskable interrupt, at which a guest may write a crash dump."""
    server, target = target_of(call)
    check_running(server, f"projects/{call.project.id}/{target}")
    power.interrupt(call.cloud, server.id)
    return {}
