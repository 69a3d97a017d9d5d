"""The panel GCE endpoint of the Admin dashboard."""

from gce_dashboard.framework.panel import FramedPanel
from gce_dashboard.i18n import gettext_lazy as _


class Endpoint(FramedPanel):
    """For administrators only: Horizon answers everybody else with 403."""

    name = _("GCE endpoint")
    slug = "gce_endpoint"
    policy_rules = (("identity", "admin_required"),)
