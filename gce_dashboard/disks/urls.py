from django.urls import path

from gce_dashboard.disks.page import DisksPage

urlpatterns = [path("", DisksPage.as_view(), name="index")]
