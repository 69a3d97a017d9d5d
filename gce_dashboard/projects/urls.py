from django.urls import path

from gce_dashboard.projects.page import ProjectsPage

urlpatterns = [path("", ProjectsPage.as_view(), name="index")]
