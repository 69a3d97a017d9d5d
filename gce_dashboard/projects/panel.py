"""The panel Projects."""

from gce_dashboard.framework.panel import panel
from gce_dashboard.projects.page import ProjectsPage
from gce_dashboard.projects.resource import PROJECTS

Panel = panel(PROJECTS, ProjectsPage)
