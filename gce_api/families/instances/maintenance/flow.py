"""What a host does to the instances on it: moving them elsewhere, and interrupting them."""

from __future__ import annotations

from openstack import exceptions as sdk

from gce_api.families.instances.power import flow as power
from gce_api.google import errors
from gce_api.openstack import servers
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import SERVER, reaches, settles
from gce_api.operations.steps import Flow, flow, step, wait

LIVE = "2.30"  # Nova's microversion in which the scheduler also checks a live migration


def migrate(server_id: str, host: str | None) -> Flow:
    """Move a running instance to another host; ``host``: where it is now, if Nova tells."""
    return flow(
        "migrate instance",
        step(power.await_rest),
        step(move),
        wait(SERVER, "server_id", reaches("ACTIVE")),
    )


def move(cloud: Cloud, server_id: str, host: str | None) -> None:
    server = servers.get(cloud, server_id)
    if server is None:
        raise errors.NotFound("The instance was deleted while this operation ran.")
    if server["OS-EXT-STS:task_state"] or server.get("OS-EXT-SRV-ATTR:host") != host:
        return  # by an earlier run of this step
    answer = cloud.compute.post(
        f"/servers/{server_id}/action",
        json={"os-migrateLive": {"host": None, "block_migration": "auto"}},
        microversion=LIVE,
    )
    sdk.raise_from_response(answer)


def restart(server_id: str) -> Flow:
    """Stop an instance and start it again."""
    return flow(
        "restart instance",
        step(power.await_rest),
        step(power.power_off),
        wait(SERVER, "server_id", settles("SHUTOFF"), name="wait for the stop"),
        step(power.power_on),
        wait(SERVER, "server_id", settles("ACTIVE"), name="wait for the start"),
    )
