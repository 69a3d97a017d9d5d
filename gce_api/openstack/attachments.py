"""What is attached to Nova's servers: volumes, and ports."""

from __future__ import annotations

import hashlib

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

ATTACH = "2.79"  # Nova's microversion that takes delete_on_termination when attaching
AUTO_DELETE = "2.85"  # and the one that changes it later
LONGEST_TAG = 60  # characters


def tag_of(device: str) -> str:
    """What Nova tells the guest that a disk is called: its tags are shorter than GCE's names."""
    if len(device) <= LONGEST_TAG:
        return device
    return f"{device[: LONGEST_TAG - 9]}-{hashlib.sha256(device.encode()).hexdigest()[:8]}"


def volume(cloud: Cloud, server_id: str, volume_id: str) -> Row | None:
    """The attachment of a volume to a server, ``None`` where there is none
    (GET /servers/<id>/os-volume_attachments/<id>)."""
    path = f"/servers/{server_id}/os-volume_attachments/{volume_id}"
    return rows.one(cloud.compute, path, "volumeAttachment")


def attach_volume(
    cloud: Cloud, server_id: str, volume_id: str, *, device: str, delete_on_termination: bool
) -> None:
    """Attach a volume (POST /servers/<id>/os-volume_attachments).

    :param device: what the instance calls it.
    :param delete_on_termination: whether it goes with the server.
    """
    attachment = {
        "volumeId": volume_id,
        "tag": tag_of(device),
        "delete_on_termination": delete_on_termination,
    }
    path, body = f"/servers/{server_id}/os-volume_attachments", {"volumeAttachment": attachment}
    rows.send(cloud.compute, "POST", path, body, ATTACH)


def detach_volume(cloud: Cloud, server_id: str, volume_id: str) -> None:
    """Ask for a volume to be detached (DELETE /servers/<id>/os-volume_attachments/<id>)."""
    path = f"/servers/{server_id}/os-volume_attachments/{volume_id}"
    rows.send(cloud.compute, "DELETE", path, None)


def set_delete_on_termination(cloud: Cloud, server_id: str, volume_id: str, wanted: bool) -> None:
    """Whether a volume goes with its server (PUT /servers/<id>/os-volume_attachments/<id>)."""
    path = f"/servers/{server_id}/os-volume_attachments/{volume_id}"
    body = {"volumeAttachment": {"volumeId": volume_id, "delete_on_termination": wanted}}
    rows.send(cloud.compute, "PUT", path, body, AUTO_DELETE)


def attach_port(cloud: Cloud, server_id: str, port_id: str) -> None:
    """Attach a port to a server (POST /servers/<id>/os-interface)."""
    body = {"interfaceAttachment": {"port_id": port_id}}
    rows.send(cloud.compute, "POST", f"/servers/{server_id}/os-interface", body)


def detach_port(cloud: Cloud, server_id: str, port_id: str) -> None:
    """Ask for a port to be detached, if it is attached (DELETE /servers/<id>/os-interface/<id>)."""
    rows.delete(cloud.compute, f"/servers/{server_id}/os-interface/{port_id}")
