"""The power of instances: start, stop, reset, suspend, resume."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances.find import target_of
from gce_api.families.instances.instances.status import status
from gce_api.families.instances.power import flow as power
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.registry import implements
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
    "start": power.start,
    "stop": power.stop,
    "reset": power.reset,
    "suspend": power.suspend,
    "resume": power.resume,
}


@implements(
    "compute.instances.start",
    "compute.instances.stop",
    "compute.instances.reset",
    "compute.instances.suspend",
    "compute.instances.resume",
)
def change_power(call: Call) -> dict[str, Any]:
    action = call.method.name
    server, target = target_of(call)
    now = status(server)
    if now not in POSSIBLE[action]:
        raise errors.ResourceNotReady(
            f"The resource 'projects/{call.project.id}/{target}' is not ready: an instance that "
            f"is {now} cannot {action}."
        )
    return call.operation(action, target, FLOWS[action], {"server_id": server.id}, number(server))
