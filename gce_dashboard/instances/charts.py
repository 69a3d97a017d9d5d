"""What was measured of an instance: CPU, network and disks."""

from gce_dashboard.framework.graph import BYTES, PERCENT, RATE
from gce_dashboard.framework.observing import Chart, Charts, Line
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _


def of_instance(scope: str, name: str) -> str:
    zone = last(scope)
    return f'resource.labels.zone = "{zone}" AND metric.labels.instance_name = "{name}"'


def counted(text: str, what: str) -> Line:
    return Line(text, f"compute.googleapis.com/instance/{what}_count", "ALIGN_RATE")


CHARTS = Charts(
    which=of_instance,
    charts=(
        Chart(
            title=_("CPU utilization"),
            unit=PERCENT,
            lines=(Line(_("CPU"), "compute.googleapis.com/instance/cpu/utilization"),),
        ),
        Chart(
            title=_("Network traffic"),
            unit=BYTES,
            lines=(
                counted(_("Received"), "network/received_bytes"),
                counted(_("Sent"), "network/sent_bytes"),
            ),
        ),
        Chart(
            title=_("Disk throughput"),
            unit=BYTES,
            lines=(
                counted(_("Read"), "disk/read_bytes"),
                counted(_("Written"), "disk/write_bytes"),
            ),
        ),
        Chart(
            title=_("Disk operations"),
            unit=RATE,
            lines=(counted(_("Reads"), "disk/read_ops"), counted(_("Writes"), "disk/write_ops")),
        ),
    ),
)
