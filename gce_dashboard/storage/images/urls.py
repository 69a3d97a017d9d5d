from django.urls import path

from gce_dashboard.storage.images.page import ImagesPage

urlpatterns = [path("", ImagesPage.as_view(), name="index")]
