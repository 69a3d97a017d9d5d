"""What becomes of the fields of routes."""

from __future__ import annotations

from gce_api.google.inputs import declare

declare(
    "Route",
    done="description destRange name network nextHopGateway nextHopInstance nextHopIp priority",
    refused={
        "nextHopIlb": "Routes by nextHopIlb are not available here.",
        "nextHopNetwork": "Routes by nextHopNetwork are not available here.",
        "nextHopVpnTunnel": "Routes by nextHopVpnTunnel are not available here.",
        "tags": "Routes for some instances only (tags) are not available here.",
    },
)
