"""What becomes of the fields of subnetworks."""

from __future__ import annotations

from gce_api.families.shared.fields import NO_IPV6, NO_RANGES
from gce_api.google.inputs import Only, declare

NO_LOGS = "Flow logs are not available here."
FIXED = "It cannot be changed."

declare(
    "Subnetwork",
    done="description ipCidrRange name network",
    kept="privateIpGoogleAccess",
    refused={
        "allowSubnetCidrRoutesOverlap": "Routes and subnetworks do not overlap here.",
        "enableFlowLogs": NO_LOGS,
        "externalIpv6Prefix": NO_IPV6,
        "internalIpv6Prefix": NO_IPV6,
        "ipCollection": NO_RANGES,
        "ipv6AccessType": NO_IPV6,
        "logConfig": NO_LOGS,
        "privateIpv6GoogleAccess": Only("DISABLE_GOOGLE_ACCESS", NO_IPV6),
        "purpose": Only(
            "PRIVATE PRIVATE_RFC_1918", "Subnetworks of this purpose are not available here."
        ),
        "reservedInternalRange": NO_RANGES,
        "resolveSubnetMask": Only("ARP_PRIMARY_RANGE", "There is one range here."),
        "role": "Only subnetworks of proxies have a role.",
        "secondaryIpRanges": "Secondary ranges of subnetworks are not available here.",
        "stackType": Only("IPV4_ONLY", "Subnetworks with IPv6 are not available here."),
    },
)
declare(
    "Subnetwork",
    methods="subnetworks.patch",
    done="description fingerprint ipCidrRange",
    kept="privateIpGoogleAccess",
    refused={"name": FIXED, "network": FIXED},
)
declare("SubnetworksExpandIpCidrRangeRequest", done="ipCidrRange")
declare("SubnetworksSetPrivateIpGoogleAccessRequest", kept="privateIpGoogleAccess")
