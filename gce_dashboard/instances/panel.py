"""The panel VM instances."""

from gce_dashboard.framework.panel import of_one, panel
from gce_dashboard.instances.console import Console
from gce_dashboard.instances.create import CreateInstancePage
from gce_dashboard.instances.detail import InstancePage, SerialPort
from gce_dashboard.instances.page import InstancesPage
from gce_dashboard.instances.resource import INSTANCES

Panel = panel(
    INSTANCES,
    InstancesPage,
    detail=InstancePage,
    create=CreateInstancePage,
    more=[
        of_one(INSTANCES, SerialPort, "serial", "serial/"),
        of_one(INSTANCES, Console, "console", "console/"),
    ],
)
