"""VPC networks, as the console speaks of them."""

from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext_lazy as _

NETWORKS = Resource(
    collection="networks", title=_("VPC network"), plural=_("VPC networks"), icon="network"
)
MODES = {"true": _("Auto"), "false": _("Custom"), "legacy": _("Legacy")}
ROUTING = {"REGIONAL": _("Regional"), "GLOBAL": _("Global")}
