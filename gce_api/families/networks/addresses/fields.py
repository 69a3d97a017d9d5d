"""What becomes of the fields of addresses."""

from __future__ import annotations

from gce_api.families.shared.fields import NO_IPV6, NO_RANGES
from gce_api.google.inputs import Only, declare

declare(
    "Address",
    done="address addressType description labels name subnetwork",
    kept="networkTier",
    refused={
        "ipCollection": NO_RANGES,
        "ipVersion": Only("IPV4", NO_IPV6),
        "ipv6EndpointType": NO_IPV6,
        "network": "An internal address is of a subnetwork here, not of a network.",
        "networkAttachment": NO_RANGES,
        "prefixLength": "Reserving ranges of addresses is not available here.",
        "purpose": Only("GCE_ENDPOINT", "Addresses of this purpose are not available here."),
    },
)
