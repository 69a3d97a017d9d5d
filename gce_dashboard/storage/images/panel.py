"""The panel Images."""

from gce_dashboard.framework.panel import panel
from gce_dashboard.storage.images.create import CreateImagePage, EditImagePage
from gce_dashboard.storage.images.detail import ImagePage
from gce_dashboard.storage.images.page import ImagesPage
from gce_dashboard.storage.images.resource import IMAGES

Panel = panel(IMAGES, ImagesPage, detail=ImagePage, create=CreateImagePage, edit=EditImagePage)
