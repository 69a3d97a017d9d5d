"""What becomes of the fields of target proxies."""

from __future__ import annotations

from gce_api.google.inputs import Only, declare

NO_MESH = "There is no service mesh here."

declare(
    "TargetHttpProxy",
    done="description name urlMap",
    refused={
        "httpKeepAliveTimeoutSec": "How long connections may idle cannot be set here.",
        "proxyBind": NO_MESH,
    },
)
declare(
    "TargetHttpProxy",
    methods="targetHttpProxies.patch",
    done="description fingerprint urlMap",
    refused={"name": "It cannot be changed."},
)
declare(
    "TargetTcpProxy",
    done="description name service",
    refused={
        "loadBalancingScheme": Only("EXTERNAL", "Proxies are external ones here."),
        "proxyBind": NO_MESH,
        "proxyHeader": Only("NONE", "A PROXY header to the backends is not available here."),
    },
)
declare("TargetTcpProxiesSetBackendServiceRequest", done="service")
