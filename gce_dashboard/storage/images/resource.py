"""Images, as the console speaks of them."""

from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _

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
