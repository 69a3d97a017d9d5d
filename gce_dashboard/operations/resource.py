"""Operations, as the console speaks of them."""

from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework.registry import GLOBAL, REGION, ZONE, Resource

OPERATIONS = Resource(
    collection="operations",
    title=_("Operation"),
    plural=_("Operations"),
    icon="clock",
    scopes=(GLOBAL, REGION, ZONE),
)
