"""Load balancers, as the console speaks of them: by the parts that they are called after."""

import dataclasses

from gce_dashboard.balancing.resources import FORWARDING_RULES
from gce_dashboard.i18n import gettext_lazy as _

BALANCERS = dataclasses.replace(
    FORWARDING_RULES,
    title=_("Load balancer"),
    plural=_("Load balancers"),
    slug="gce_load_balancers",
    icon="balancer",
    also="urlMaps|backendServices|targetPools",
)
