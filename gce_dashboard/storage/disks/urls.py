from django.urls import path

from gce_dashboard.storage.disks.create import CreateDiskPage
from gce_dashboard.storage.disks.page import DisksPage

urlpatterns = [
    path("", DisksPage.as_view(), name="index"),
    path("create/", CreateDiskPage.as_view(), name="create"),
]
