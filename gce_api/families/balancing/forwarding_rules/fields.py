"""What becomes of the fields of forwarding rules."""

from __future__ import annotations

from gce_api.families.shared.fields import NO_RANGES
from gce_api.google.inputs import all_of, declare

NO_DIRECTORY = "There is no DNS and no service directory here."
FIXED = "It cannot be changed."
FIXED_FIELDS = (
    "IPAddress IPProtocol backendService ipVersion loadBalancingScheme name network portRange ports"
    " subnetwork target"
)

declare(
    "ForwardingRule",
    done="IPAddress IPProtocol backendService description labels loadBalancingScheme name network"
    " portRange ports subnetwork target",
    kept="allowGlobalAccess ipVersion networkTier",
    refused={
        "allPorts": "A rule for every port is not available here: name up to 16 ports.",
        "ipCollection": NO_RANGES,
        "isMirroringCollector": "Traffic cannot be mirrored here.",
        "metadataFilters": "Rules for xDS clients are not available here.",
        "serviceDirectoryRegistrations": NO_DIRECTORY,
        "serviceLabel": NO_DIRECTORY,
        "sourceIpRanges": "A rule takes traffic from everywhere here: use a firewall.",
    },
)
declare(
    "ForwardingRule",
    methods="forwardingRules.patch globalForwardingRules.patch",
    done="description fingerprint",
    kept="allowGlobalAccess networkTier",
    refused=all_of(FIXED_FIELDS, FIXED),
)
