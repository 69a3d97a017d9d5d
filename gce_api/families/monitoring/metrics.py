"""The metrics that there are, in Cloud Monitoring's terms.

https://cloud.google.com/monitoring/api/metrics_gcp
"""

from __future__ import annotations

from dataclasses import dataclass

from gce_api.openstack import telemetry
from gce_api.openstack.telemetry import Meter

GAUGE, DELTA = "GAUGE", "DELTA"
INSTANCE, GROUP = "gce_instance", "instance_group"
LABELS_OF = {  # of the resources that metrics are of
    INSTANCE: ("project_id", "instance_id", "zone"),
    GROUP: ("project_id", "instance_group_id", "instance_group_name", "location"),
}


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric of instances or instance groups.

    :ivar kind: ``GAUGE``, or ``DELTA`` of what is counted.
    :ivar meter: what Ceilometer counts for it; ``None``: the endpoint itself knows.
    :ivar scale: how many of Ceilometer's units are one of the metric's.
    :ivar labels: the names of its own labels.
    """

    type: str
    name: str
    description: str
    unit: str
    kind: str = DELTA
    value_type: str = "INT64"
    resource: str = INSTANCE
    labels: tuple[str, ...] = ("instance_name",)
    meter: Meter | None = None
    scale: float = 1.0


def _of_disk(what: str, name: str, unit: str, meter: Meter) -> Metric:
    return Metric(
        type=f"compute.googleapis.com/instance/disk/{what}_count",
        name=name,
        description=f"{name} of each disk of an instance.",
        unit=unit,
        labels=("instance_name", "device_name"),
        meter=meter,
    )


def _of_network(what: str, name: str, meter: Meter) -> Metric:
    return Metric(
        type=f"compute.googleapis.com/instance/network/{what}_bytes_count",
        name=name,
        description=f"{name} over all interfaces of an instance.",
        unit="By",
        meter=meter,
    )


CPU = Metric(
    type="compute.googleapis.com/instance/cpu/utilization",
    name="CPU utilization",
    description="The share of an instance's vCPUs that was at work, from 0 to 1.",
    unit="10^2.%",
    kind=GAUGE,
    value_type="DOUBLE",
    meter=telemetry.CPU,
    scale=1e9,
)
GROUP_SIZE = Metric(
    type="compute.googleapis.com/instance_group/size",
    name="Instance group size",
    description="How many instances a managed instance group had.",
    unit="1",
    kind=GAUGE,
    resource=GROUP,
    labels=(),
)
METRICS = {
    metric.type: metric
    for metric in (
        CPU,
        _of_network("received", "Received bytes", telemetry.RECEIVED),
        _of_network("sent", "Sent bytes", telemetry.SENT),
        _of_disk("read_bytes", "Bytes read", "By", telemetry.READ_BYTES),
        _of_disk("write_bytes", "Bytes written", "By", telemetry.WRITTEN_BYTES),
        _of_disk("read_ops", "Reads", "1", telemetry.READS),
        _of_disk("write_ops", "Writes", "1", telemetry.WRITES),
        GROUP_SIZE,
    )
}
