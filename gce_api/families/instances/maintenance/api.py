"""Trying how an instance takes it when its host is maintained, and interrupting its guest."""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.families.instances.instances.find import find_instance, target_of
from gce_api.families.instances.instances.show import scheduling
from gce_api.families.instances.instances.status import status
from gce_api.families.instances.maintenance import flow as flows
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack.identity import number
from gce_api.openstack.rows import Row

INTERRUPT = "2.17"  # Nova's microversion with trigger_crash_dump


@implements("compute.instances.simulateMaintenanceEvent")
def simulate_maintenance_event(call: Call) -> dict[str, Any]:
    """A live migration, for which Nova wants an administrator unless its policy says otherwise.

    An instance with ``onHostMaintenance: TERMINATE`` is stopped and started instead.
    """
    server, target = target_of(call)
    _check_running(call, server, target)
    arguments: dict[str, Any] = {"server_id": server.id}
    flow: Any = flows.restart
    if scheduling(server["metadata"])["onHostMaintenance"] != "TERMINATE":
        flow = flows.migrate
        arguments["host"] = server.get("OS-EXT-SRV-ATTR:host")
    return call.operation("simulateMaintenanceEvent", target, flow, arguments, number(server))


@implements("compute.instances.sendDiagnosticInterrupt")
def send_diagnostic_interrupt(call: Call) -> dict[str, Any]:
    """A non-maskable interrupt, at which a guest may write a crash dump (Nova 2.17)."""
    server = find_instance(call, call.name)
    assert call.zone
    _check_running(call, server, f"zones/{call.zone.name}/instances/{call.name}")
    answer = call.cloud.compute.post(
        f"/servers/{server.id}/action", json={"trigger_crash_dump": None}, microversion=INTERRUPT
    )
    sdk.raise_from_response(answer)
    return {}


def _check_running(call: Call, server: Row, target: str) -> None:
    now = status(server)
    if now != "RUNNING":
        raise errors.ResourceNotReady(
            f"The resource 'projects/{call.project.id}/{target}' is not ready: it is {now}, not "
            "RUNNING."
        )
