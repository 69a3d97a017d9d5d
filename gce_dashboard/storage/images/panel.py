"""The panel Images."""

from gce_dashboard.framework.panel import panel
from gce_dashboard.storage.images.page import ImagesPage
from gce_dashboard.storage.images.resource import IMAGES

Panel = panel(IMAGES, ImagesPage)
