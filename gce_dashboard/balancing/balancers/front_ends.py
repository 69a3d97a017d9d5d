"""The front ends of a load balancer, as a card of the page that it is called after."""

from gce_dashboard.balancing.balancers import model
from gce_dashboard.balancing.forwarding_rules import rule
from gce_dashboard.framework import columns
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.panels import Table
from gce_dashboard.i18n import gettext_lazy as _

FRONT_ENDS = Table(
    title=_("Frontend"),
    fetch=model.front_ends,
    columns=(
        columns.name(),
        columns.addresses("address", _("IP address"), "IPAddress"),
        Column("ports", _("Ports"), rule.ports),
        columns.field("IPProtocol", _("Protocol")),
        columns.choice("loadBalancingScheme", _("Access type"), rule.SCHEMES),
        columns.reference("region", _("Region")),
    ),
    empty=_("Nobody reaches it: no forwarding rule leads here"),
)
