"""Images, as the console speaks of them."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.status import Status

IMAGES = Resource(
    collection="images",
    title=_("Image"),
    plural=_("Images"),
    icon="image",
    status=Status(
        {
            "READY": ("ok", _("Ready")),
            "PENDING": ("busy", _("Pending")),
            "FAILED": ("error", _("Failed")),
            "DELETING": ("busy", _("Deleting")),
        },
        default="READY",
    ),
)
