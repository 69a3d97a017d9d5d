from django.urls import path, re_path

from gce_dashboard.framework.resources import SCOPE
from gce_dashboard.operations.detail import OperationPage
from gce_dashboard.operations.page import Follow, OperationsPage

urlpatterns = [
    path("", OperationsPage.as_view(), name="index"),
    path("follow/", Follow.as_view(), name="follow"),
    re_path(rf"^(?P<scope>{SCOPE})/(?P<name>[-a-z0-9]+)/$", OperationPage.as_view(), name="detail"),
]
