"""A hypervisor without guests: Nova's fake driver, with a memory and something to look at."""

from __future__ import annotations

import io
import uuid

from nova import objects
from nova.compute import power_state, task_states
from nova.image import glance
from nova.virt import fake
from oslo_utils import timeutils

NODES = uuid.UUID("6f0f3c1e-0000-4000-8000-6465766c6f75")  # name space of the nodes' UUIDs
SNAPSHOT_BYTES = 65536


class DevCloudDriver(fake.FakeDriver):
    """One node per host; guests exist as long as Nova's database says so."""

    vcpus = 128
    memory_mb = 1024 * 1024
    local_gb = 200000
    capabilities = {
        **fake.FakeDriver.capabilities,
        "supports_image_type_qcow2": True,
        "supports_image_type_iso": True,
    }

    # -- the node, with the same UUID after every start ------------------------------------

    def init_host(self, host):
        super().init_host(host)
        self._set_nodes([host])

    @staticmethod
    def _node_uuid(name: str) -> str:
        return str(uuid.uuid5(NODES, name))

    def get_available_resource(self, nodename):
        return {**super().get_available_resource(nodename), "uuid": self._node_uuid(nodename)}

    def get_nodenames_by_uuid(self, refresh=False):
        return {self._node_uuid(name): name for name in self.get_available_nodes()}

    def get_host_uptime(self):
        return " 10:00:00 up 42 days,  3:14,  1 user,  load average: 0.12, 0.08, 0.05"

    # -- guests, known again after a restart of this process -------------------------------

    def _guest(self, instance):
        if instance.uuid not in self.instances:
            state = instance.power_state
            if state in (None, power_state.NOSTATE):
                state = power_state.RUNNING
            self.instances[instance.uuid] = fake.FakeInstance(instance.name, state, instance.uuid)
        return self.instances[instance.uuid]

    def get_info(self, instance, use_cache=True):
        if instance.launched_at and instance.host == self._host:
            self._guest(instance)
        return super().get_info(instance, use_cache)

    def power_off(self, instance, timeout=0, retry_interval=0):
        self._guest(instance).state = power_state.SHUTDOWN

    def power_on(self, context, instance, *args, **options):
        self._guest(instance).state = power_state.RUNNING

    def suspend(self, context, instance):
        self._guest(instance).state = power_state.SUSPENDED

    def resume(self, context, instance, *args, **options):
        self._guest(instance).state = power_state.RUNNING

    def pause(self, instance):
        self._guest(instance).state = power_state.PAUSED

    def unpause(self, instance):
        self._guest(instance).state = power_state.RUNNING

    def unrescue(self, context, instance):
        self._guest(instance).state = power_state.RUNNING

    def destroy(self, context, instance, *args, **options):
        self._guest(instance)
        return super().destroy(context, instance, *args, **options)

    def detach_volume(self, context, connection_info, instance, mountpoint, encryption=None):
        # Nova's manager looks in there for a volume that was attached with a tag
        if instance.device_metadata is None:
            instance.device_metadata = objects.InstanceDeviceMetadata(devices=[])
        super().detach_volume(context, connection_info, instance, mountpoint, encryption)

    def detach_interface(self, context, instance, vif):
        self._interfaces.pop(vif["id"], None)

    # -- what a user can look at -----------------------------------------------------------

    def get_console_output(self, context, instance):
        return screen(instance)

    def snapshot(self, context, instance, image_id, update_task_state):
        self._guest(instance)
        update_task_state(task_state=task_states.IMAGE_PENDING_UPLOAD)
        update_task_state(
            task_state=task_states.IMAGE_UPLOADING,
            expected_state=task_states.IMAGE_PENDING_UPLOAD,
        )
        line = f"devcloud snapshot of {instance.uuid}\n".encode()
        data = (line * (SNAPSHOT_BYTES // len(line) + 1))[:SNAPSHOT_BYTES]
        metadata = {"disk_format": "raw", "container_format": "bare", "properties": {}}
        glance.API().update(context, image_id, metadata, io.BytesIO(data), purge_props=False)


def screen(instance) -> str:
    """What a guest has written to its console."""
    booted = instance.launched_at or timeutils.utcnow()
    return "\n".join(
        (
            f"[    0.000000] Linux version 6.1.0-dev (devcloud) {booted:%Y-%m-%d %H:%M:%S}",
            f"[    0.000000] DMI: OpenStack Nova {instance.uuid}",
            "[    1.204114] virtio_net virtio0 eth0: up",
            f"cloud-init[412]: Cloud-init finished on {instance.hostname}",
            "",
            f"{instance.hostname} login: ",
        )
    )
