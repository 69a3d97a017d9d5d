from django.urls import path

from gce_dashboard.endpoint.coverage import CoveragePage, MethodsPage
from gce_dashboard.endpoint.forms import CreatePage, EditPage
from gce_dashboard.endpoint.operations import AllOperationsPage
from gce_dashboard.endpoint.page import Check, EndpointsPage, ServicePart
from gce_dashboard.endpoint.settings import SettingsPage

urlpatterns = [
    path("", EndpointsPage.as_view(), name="index"),
    path("operations/", AllOperationsPage.as_view(), name="operations"),
    path("coverage/", CoveragePage.as_view(), name="coverage"),
    path("methods/", MethodsPage.as_view(), name="methods"),
    path("settings/", SettingsPage.as_view(), name="settings"),
    path("create/", CreatePage.as_view(), name="create"),
    path("check/", Check.as_view(), name="check"),
    path("service/", ServicePart.as_view(), name="service"),
    path("<slug:endpoint>/", EditPage.as_view(), name="edit"),
]
