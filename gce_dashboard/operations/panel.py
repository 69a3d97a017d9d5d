"""The panel Operations."""

from django.urls import path

from gce_dashboard.framework.panel import panel
from gce_dashboard.operations.detail import OperationPage
from gce_dashboard.operations.page import Follow, OperationsPage
from gce_dashboard.operations.resource import OPERATIONS

Panel = panel(
    OPERATIONS,
    OperationsPage,
    detail=OperationPage,
    more=[path("follow/", Follow.as_view(), name="follow")],
)
