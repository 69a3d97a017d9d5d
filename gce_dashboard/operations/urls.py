from django.urls import path

from gce_dashboard.operations.page import Follow, OperationsPage

urlpatterns = [
    path("", OperationsPage.as_view(), name="index"),
    path("follow/", Follow.as_view(), name="follow"),
]
