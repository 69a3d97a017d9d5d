from django.urls import path

from gce_dashboard.projects.page import ProjectsPage
from gce_dashboard.projects.quotas import QuotasPart

urlpatterns = [
    path("", ProjectsPage.as_view(), name="index"),
    path("quotas/", QuotasPart.as_view(), name="quotas"),
]
