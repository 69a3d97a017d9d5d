"""What becomes of the fields of backend services."""

from __future__ import annotations

from gce_api.families.shared.fields import NO_CDN
from gce_api.google.inputs import Only, declare

NO_HEADERS = "Load balancers add no headers of one's own here."
NO_TLS = "Load balancers speak no TLS to backends here."

declare(
    "BackendService",
    done="backends description fingerprint healthChecks loadBalancingScheme localityLbPolicy name"
    " port portName protocol sessionAffinity",
    kept="affinityCookieTtlSec circuitBreakers connectionDraining connectionTrackingPolicy"
    " consistentHash logConfig outlierDetection timeoutSec",
    refused={
        "cdnPolicy": NO_CDN,
        "compressionMode": Only("DISABLED", NO_CDN),
        "customRequestHeaders": NO_HEADERS,
        "customResponseHeaders": NO_HEADERS,
        "enableCDN": NO_CDN,
        "iap": "There is no Identity-Aware Proxy here.",
        "ipAddressSelectionPolicy": Only("IPV4_ONLY", "There is no IPv6 behind balancers here."),
        "network": "A backend service is of the networks of its groups here.",
        "securitySettings": NO_TLS,
        "tlsSettings": NO_TLS,
    },
)
declare(
    "Backend",
    done="capacityScaler failover group",
    kept="balancingMode description maxConnections maxConnectionsPerEndpoint"
    " maxConnectionsPerInstance maxInFlightRequests maxInFlightRequestsPerEndpoint"
    " maxInFlightRequestsPerInstance maxRate maxRatePerEndpoint maxRatePerInstance maxUtilization"
    " preference",
)
declare("ResourceGroupReference", done="group")
