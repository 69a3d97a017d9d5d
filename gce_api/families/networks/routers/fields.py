"""What becomes of the fields of routers and of their NATs."""

from __future__ import annotations

from gce_api.families.networks.routers.plan import UNSUPPORTED, UNSUPPORTED_OF_NAT
from gce_api.google.inputs import declare

declare("Router", done="description name nats network", kept="bgp", refused=UNSUPPORTED)
declare(
    "RouterNat",
    done="name natIpAllocateOption sourceSubnetworkIpRangesToNat type",
    kept="autoNetworkTier enableDynamicPortAllocation enableEndpointIndependentMapping"
    " endpointTypes icmpIdleTimeoutSec logConfig maxPortsPerVm minPortsPerVm"
    " tcpEstablishedIdleTimeoutSec tcpTimeWaitTimeoutSec tcpTransitoryIdleTimeoutSec"
    " udpIdleTimeoutSec",
    refused={
        **UNSUPPORTED_OF_NAT,
        "sourceSubnetworkIpRangesToNat64": "NAT64 is not available here.",
    },
)
