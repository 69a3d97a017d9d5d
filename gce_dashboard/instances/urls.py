from django.urls import path

from gce_dashboard.instances.page import InstancesPage

urlpatterns = [
    path("", InstancesPage.as_view(), name="index"),
    path("create/", InstancesPage.as_view(), name="create"),
    path("<str:zone>/<str:name>/", InstancesPage.as_view(), name="detail"),
]
