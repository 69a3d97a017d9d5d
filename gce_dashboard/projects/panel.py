"""The panel Projects."""

from django.urls import path

from gce_dashboard.framework.panel import panel
from gce_dashboard.projects.page import ProjectsPage
from gce_dashboard.projects.quotas import QuotasPart
from gce_dashboard.projects.resource import PROJECTS

Panel = panel(PROJECTS, ProjectsPage, more=[path("quotas/", QuotasPart.as_view(), name="quotas")])
