"""The parts of load balancers, as the console speaks of them."""

from gce_dashboard.framework.offer import Offer, Option, by_path, listed
from gce_dashboard.framework.offers import add
from gce_dashboard.framework.registry import GLOBAL, REGION, Resource
from gce_dashboard.i18n import gettext_lazy as _

HEALTH_CHECKS = Resource(
    collection="healthChecks",
    title=_("Health check"),
    plural=_("Health checks"),
    icon="health",
    scopes=(GLOBAL, REGION),
)
FORWARDING_RULES = Resource(
    collection="forwardingRules",
    title=_("Forwarding rule"),
    plural=_("Forwarding rules"),
    icon="route",
    scopes=(GLOBAL, REGION),
)
BACKEND_SERVICES = Resource(
    collection="backendServices",
    title=_("Backend service"),
    plural=_("Backend services"),
    icon="group",
    scopes=(GLOBAL, REGION),
)
TARGET_POOLS = Resource(
    collection="targetPools",
    title=_("Target pool"),
    plural=_("Target pools"),
    icon="group",
    scopes=(REGION,),
)
URL_MAPS = Resource(
    collection="urlMaps", title=_("URL map"), plural=_("URL maps"), icon="router", scopes=(GLOBAL,)
)
HTTP_PROXIES = Resource(
    collection="targetHttpProxies",
    type="TargetHttpProxy",
    title=_("Target HTTP proxy"),
    plural=_("Target proxies"),
    icon="network",
)
TCP_PROXIES = Resource(
    collection="targetTcpProxies",
    type="TargetTcpProxy",
    title=_("Target TCP proxy"),
    plural=_("Target TCP proxies"),
    icon="network",
    listed_with="targetHttpProxies",
)
PARTS = {
    each.collection: each
    for each in (
        HEALTH_CHECKS,
        FORWARDING_RULES,
        BACKEND_SERVICES,
        TARGET_POOLS,
        URL_MAPS,
        HTTP_PROXIES,
        TCP_PROXIES,
    )
}

add("healthCheckPaths", Offer(_("Health checks"), listed("aggregated/healthChecks"), by_path))
add("instanceGroupPaths", Offer(_("Instance groups"), listed("aggregated/instanceGroups"), by_path))
add("regionalServices", Offer(_("Backend services"), listed("aggregated/backendServices"), by_path))
add("globalServices", Offer(_("Backend services"), listed("global/backendServices"), by_path))
add("targetPoolPaths", Offer(_("Target pools"), listed("aggregated/targetPools"), by_path))
add(
    "targetProxies",
    Offer(
        _("Target proxies"), listed("global/targetHttpProxies", "global/targetTcpProxies"), by_path
    ),
)


def free_global(address: dict) -> Option | None:
    """A reserved global address that nothing uses."""
    if address.get("status") != "RESERVED" or address.get("addressType") == "INTERNAL":
        return None
    return {"value": address["address"], "text": f"{address['name']} ({address['address']})"}


add("globalAddresses", Offer(_("Addresses"), listed("global/addresses"), free_global))
