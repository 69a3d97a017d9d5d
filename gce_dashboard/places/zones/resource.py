"""Zones, as the console speaks of them."""

from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _

UP_OR_DOWN = Status({"UP": ("ok", _("Up")), "DOWN": ("error", _("Down"))})
ZONES = Resource(
    collection="zones",
    title=_("Zone"),
    plural=_("Zones"),
    icon="place",
    scopes=(),
    status=UP_OR_DOWN,
)
