"""The panel Images."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.panel import ComputeEnginePanel


class Images(ComputeEnginePanel):
    name = _("Images")
    slug = "gce_images"
    icon = "image"
