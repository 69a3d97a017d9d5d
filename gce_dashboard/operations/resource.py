"""Operations, as the console speaks of them."""

from gce_dashboard.framework.registry import GLOBAL, REGION, ZONE, Resource
from gce_dashboard.i18n import gettext_lazy as _

OPERATIONS = Resource(
    collection="operations",
    title=_("Operation"),
    plural=_("Operations"),
    icon="operation",
    scopes=(GLOBAL, REGION, ZONE),
)
