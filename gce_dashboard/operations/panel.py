"""The panel Operations."""

from gce_dashboard.framework.panel import ComputeEnginePanel
from gce_dashboard.i18n import gettext_lazy as _


class Operations(ComputeEnginePanel):
    name = _("Operations")
    slug = "gce_operations"
    icon = "operation"
