from django.urls import path

from gce_dashboard.places.zones.page import ZonesPage

urlpatterns = [path("", ZonesPage.as_view(), name="index")]
