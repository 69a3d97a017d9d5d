"""The panel Projects."""

from gce_dashboard.framework.panel import ComputeEnginePanel
from gce_dashboard.i18n import gettext_lazy as _


class Projects(ComputeEnginePanel):
    name = _("Projects")
    slug = "gce_projects"
    icon = "project"
