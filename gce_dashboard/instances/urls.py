from django.urls import path

from gce_dashboard.instances.console import Console
from gce_dashboard.instances.create import CreateInstancePage
from gce_dashboard.instances.detail import InstancePage, SerialPort
from gce_dashboard.instances.page import InstancesPage

urlpatterns = [
    path("", InstancesPage.as_view(), name="index"),
    path("create/", CreateInstancePage.as_view(), name="create"),
    path("<slug:zone>/<slug:name>/", InstancePage.as_view(), name="detail"),
    path("<slug:zone>/<slug:name>/serial/", SerialPort.as_view(), name="serial"),
    path("<slug:zone>/<slug:name>/console/", Console.as_view(), name="console"),
]
