"""What the panel GCE endpoint is about, and the lists in its tabs."""

from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext_lazy as _

ENDPOINTS = Resource(
    collection="endpoints",
    title=_("GCE endpoint"),
    plural=_("GCE endpoint"),
    icon="place",
    slug="gce_endpoint",
    dashboard="admin",
)
INDEX = "horizon:admin:gce_endpoint:index"
SIBLINGS = (
    Link(_("Endpoints"), "index"),
    Link(_("Operations"), "operations"),
    Link(_("Coverage"), "coverage"),
    Link(_("Methods"), "methods"),
    Link(_("Configuration"), "settings"),
)
