"""What becomes of the fields of target pools."""

from __future__ import annotations

from gce_api.google.inputs import declare

declare(
    "TargetPool",
    done="backupPool description failoverRatio healthChecks instances name sessionAffinity",
)
declare("HealthCheckReference", done="healthCheck")
declare("TargetPoolsAddHealthCheckRequest", done="healthChecks")
declare("TargetPoolsRemoveHealthCheckRequest", done="healthChecks")
declare("TargetPoolsAddInstanceRequest", done="instances")
declare("TargetPoolsRemoveInstanceRequest", done="instances")
declare("SecurityPolicyReference", done="securityPolicy")
