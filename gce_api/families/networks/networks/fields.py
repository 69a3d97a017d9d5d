"""What becomes of the fields of networks."""

from __future__ import annotations

from gce_api.families.shared.fields import NO_IPV6
from gce_api.google.inputs import Only, declare

ORDER = "AFTER_CLASSIC_FIREWALL"  # of firewall policies, of which there are none

declare(
    "Network",
    done="IPv4Range autoCreateSubnetworks description mtu name routingConfig",
    refused={
        "enableUlaInternalIpv6": NO_IPV6,
        "internalIpv6Range": NO_IPV6,
        "networkFirewallPolicyEnforcementOrder": Only(
            ORDER, "There are no firewall policies here."
        ),
        "networkProfile": "Network profiles are not available here.",
    },
)
declare(
    "Network",
    methods="networks.patch",
    done="IPv4Range description mtu name routingConfig",
    refused={"autoCreateSubnetworks": "It is changed by switchToCustomMode."},
)
declare(
    "NetworkRoutingConfig",
    kept="routingMode",
    refused={
        "bgpBestPathSelectionMode": Only("LEGACY", "Dynamic routing is not available here."),
        "bgpAlwaysCompareMed": "Dynamic routing is not available here.",
        "bgpInterRegionCost": "Dynamic routing is not available here.",
    },
)
