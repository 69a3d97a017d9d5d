"""Zones, as the console speaks of them."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.status import Status

ZONES = Resource(
    collection="zones",
    title=_("Zone"),
    plural=_("Zones"),
    icon="place",
    scopes=(),
    status=Status({"UP": ("ok", _("Up")), "DOWN": ("error", _("Down"))}),
)
