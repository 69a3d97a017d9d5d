"""The panel GCE endpoint of the Admin dashboard."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.panel import GuardedPanel


class Endpoint(GuardedPanel):
    """For administrators only: Horizon answers everybody else with 403."""

    name = _("GCE endpoint")
    slug = "gce_endpoint"
    policy_rules = (("identity", "admin_required"),)
