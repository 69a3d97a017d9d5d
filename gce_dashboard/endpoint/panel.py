"""The panel GCE endpoint of the Admin dashboard."""

import horizon
from django.utils.translation import gettext_lazy as _


class Endpoint(horizon.Panel):
    """For administrators only: Horizon answers everybody else with 403."""

    name = _("GCE endpoint")
    slug = "gce_endpoint"
    policy_rules = (("identity", "admin_required"),)
