"""The panel Projects."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.panel import ComputeEnginePanel


class Projects(ComputeEnginePanel):
    name = _("Projects")
    slug = "gce_projects"
    icon = "project"
