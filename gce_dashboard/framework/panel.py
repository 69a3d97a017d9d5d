"""What every panel of Compute Engine has in common."""

from __future__ import annotations

from typing import Any

import horizon
from horizon.base import _decorate_urlconf
from openstack_dashboard.api import base

from gce_dashboard import conf
from gce_dashboard.framework import headers


class GuardedPanel(horizon.Panel):
    """A panel whose pages run nothing inline and come compressed."""

    def _get_default_urlpatterns(self) -> list[Any]:
        patterns = super()._get_default_urlpatterns()
        _decorate_urlconf(patterns, headers.guarded)
        return patterns


class ComputeEnginePanel(GuardedPanel):
    """Shown only where the catalogue has the endpoint.

    The pages themselves stay reachable, because a bookmarked one explains what is missing
    where Horizon's permission check would only refuse.

    :ivar icon: one of ``_icons.html``, for the menu of our theme
    """

    icon = ""

    def nav(self, context: dict[str, Any]) -> bool:
        return base.is_service_enabled(context["request"], conf.get().service_type)
