from django.urls import path

from gce_dashboard.endpoint.forms import CreatePage, EditPage
from gce_dashboard.endpoint.page import Check, EndpointsPage, ServicePart

urlpatterns = [
    path("", EndpointsPage.as_view(), name="index"),
    path("create/", CreatePage.as_view(), name="create"),
    path("check/", Check.as_view(), name="check"),
    path("service/", ServicePart.as_view(), name="service"),
    path("<slug:endpoint>/", EditPage.as_view(), name="edit"),
]
