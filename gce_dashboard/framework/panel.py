"""What every panel of Compute Engine has in common."""

from __future__ import annotations

from typing import Any

import horizon
from openstack_dashboard.api import base

from gce_dashboard import conf


class ComputeEnginePanel(horizon.Panel):
    """Shown only where the catalogue has the endpoint.

    The pages themselves stay reachable, because a bookmarked one explains what is missing
    where Horizon's permission check would only refuse.
    """

    def nav(self, context: dict[str, Any]) -> bool:
        return base.is_service_enabled(context["request"], conf.get().service_type)
