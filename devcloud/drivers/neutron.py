"""Port binding, router ports and the status of floating IPs without any agent."""

from __future__ import annotations

from neutron.notifiers import nova as nova_notifier
from neutron.objects import router
from neutron.plugins.ml2 import ovo_rpc
from neutron.services.qos.drivers.openvswitch import driver as ovs_qos
from neutron.services.trunk.drivers import base as trunk_base
from neutron_lib import constants
from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.plugins import directory
from neutron_lib.plugins.ml2 import api
from neutron_lib.services.qos import base as qos_base
from oslo_context import context as oslo_context

from devcloud.replacing import replace

# ports that an agent would bring up
PLUMBING = (
    constants.DEVICE_OWNER_ROUTER_INTF,
    constants.DEVICE_OWNER_ROUTER_GW,
    constants.DEVICE_OWNER_DHCP,
    "Octavia",
)


class DevCloudTrunkDriver(trunk_base.DriverBase):
    """Present because the trunk plugin refuses to start without a driver."""

    @property
    def is_loaded(self) -> bool:
        return True


class DevCloudMechanismDriver(api.MechanismDriver):
    """Binds every port on every host to its first segment and says that it is up."""

    def initialize(self) -> None:
        for event in (events.AFTER_CREATE, events.AFTER_UPDATE):
            registry.subscribe(_set_floating_ip_status, resources.FLOATING_IP, event)
        self.trunk_driver = DevCloudTrunkDriver(
            "devcloud", (portbindings.VIF_TYPE_OVS,), ("vlan",), None, can_trunk_bound_port=True
        )
        self.qos_driver = qos_base.DriverBase(
            name="devcloud",
            vif_types=[portbindings.VIF_TYPE_OVS],
            vnic_types=[portbindings.VNIC_NORMAL],
            supported_rules=ovs_qos.SUPPORTED_RULES,
            requires_rpc_notifications=False,
        )
        make_replacements()

    @property
    def connectivity(self) -> str:
        return portbindings.CONNECTIVITY_L2

    def bind_port(self, context) -> None:
        segment = context.segments_to_bind[0]
        context.set_binding(
            segment[api.ID],
            portbindings.VIF_TYPE_OVS,
            {
                portbindings.CAP_PORT_FILTER: True,
                portbindings.OVS_HYBRID_PLUG: False,
                portbindings.VIF_DETAILS_CONNECTIVITY: portbindings.CONNECTIVITY_L2,
            },
            status=constants.PORT_STATUS_ACTIVE,
        )

    def create_port_postcommit(self, context) -> None:
        port = context.current
        if port["device_owner"] in PLUMBING and port["status"] == constants.PORT_STATUS_DOWN:
            directory.get_plugin().update_port_status(
                context._plugin_context, port["id"], constants.PORT_STATUS_ACTIVE
            )

    update_port_postcommit = create_port_postcommit


def _set_floating_ip_status(resource, event, trigger, payload) -> None:
    """Report what an L3 agent would: ACTIVE with a port, DOWN without one."""
    floating_ip = payload.latest_state
    if not isinstance(floating_ip, dict) or "status" not in floating_ip:
        return
    status = (
        constants.FLOATINGIP_STATUS_ACTIVE
        if floating_ip.get("port_id")
        else constants.FLOATINGIP_STATUS_DOWN
    )
    if floating_ip["status"] != status:
        context = payload.context.elevated()
        router.FloatingIP.update_object(context, {"status": status}, id=payload.resource_id)
        floating_ip["status"] = status  # this dictionary is what the API is about to answer


def make_replacements() -> None:
    """Keep Neutron from telling news to those who have no use for it."""
    _spare_absent_agents()
    _spare_nova_its_own_news()


def _spare_absent_agents() -> None:
    """Every change would be read again and pushed to the agents that are not there."""

    def handle_event(self, resource, event, trigger, payload):
        pass

    replace(ovo_rpc._ObjectChangeHandler, "handle_event", handle_event)


def _spare_nova_its_own_news() -> None:
    """Do not tell Nova of a port that Nova itself has just bound.

    It would read everything about the guest's network a second time.
    """

    def send_network_change(self, action, original_obj, returned_obj):
        context = oslo_context.get_current()
        if action == "update_port" and context and context.user_name == "nova":
            return None
        return send(self, action, original_obj, returned_obj)

    send = replace(nova_notifier.Notifier, "send_network_change", send_network_change)
