"""What the methods of autoscalers look up."""

from __future__ import annotations

from gce_api.database.references import MANAGERS
from gce_api.families.groups.autoscalers.plan import FoundForScaler
from gce_api.families.shared.call import RegionalCall
from gce_api.families.shared.find import known


def for_scaler(call: RegionalCall) -> FoundForScaler:
    """The groups that there are (one query), and what is measured of them."""
    return FoundForScaler(
        known=known(call, MANAGERS),
        region=call.region,
        telemetry=call.services.conf.autoscaling.telemetry != "none",
        has_metrics=call.cloud.has_metrics,
    )
