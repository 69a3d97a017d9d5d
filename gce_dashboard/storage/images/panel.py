"""The panel Images."""

from gce_dashboard.framework.panel import ComputeEnginePanel
from gce_dashboard.i18n import gettext_lazy as _


class Images(ComputeEnginePanel):
    name = _("Images")
    slug = "gce_images"
    icon = "image"
