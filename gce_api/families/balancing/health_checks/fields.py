"""What becomes of the fields of health checks."""

from __future__ import annotations

from gce_api.google.inputs import Only, Refusals, declare

NO_NAMED = "Health checks of a named port are not available here."
NO_TYPE = "Health checks of this type are not available here."
TIMES = "checkIntervalSec healthyThreshold timeoutSec unhealthyThreshold"
NONE_BUT: Refusals = {
    "portName": NO_NAMED,
    "proxyHeader": Only("NONE", "Health checks with a PROXY header are not available here."),
    "response": "Health checks that look at the response are not available here.",
}
NO_REQUEST = {"request": "Health checks that look at the request are not available here."}

declare(
    "HealthCheck",
    done=f"description name type httpHealthCheck httpsHealthCheck sslHealthCheck tcpHealthCheck"
    f" {TIMES}",
    kept="logConfig",
    refused={
        "grpcHealthCheck": NO_TYPE,
        "grpcTlsHealthCheck": NO_TYPE,
        "http2HealthCheck": NO_TYPE,
        "sourceRegions": "Checks come from where the load balancers are here.",
    },
)
for schema in ("HTTPHealthCheck", "HTTPSHealthCheck"):
    declare(schema, done="host port portSpecification requestPath", refused=NONE_BUT)
for schema in ("SSLHealthCheck", "TCPHealthCheck"):
    declare(schema, done="port portSpecification", refused={**NONE_BUT, **NO_REQUEST})
for schema in ("HttpHealthCheck", "HttpsHealthCheck"):
    declare(schema, done=f"description host name port requestPath {TIMES}")
