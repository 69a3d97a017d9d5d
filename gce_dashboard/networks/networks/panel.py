"""The panel VPC networks."""

from gce_dashboard.framework.editing import editing
from gce_dashboard.framework.panel import panel
from gce_dashboard.networks.networks.forms import CreateNetworkPage, sections
from gce_dashboard.networks.networks.page import NetworkPage, NetworksPage
from gce_dashboard.networks.networks.resource import NETWORKS

Panel = panel(
    NETWORKS,
    NetworksPage,
    detail=NetworkPage,
    create=CreateNetworkPage,
    edit=editing(NETWORKS, sections(), unsaid=("description",)),
)
