"""What becomes of the fields of autoscalers."""

from __future__ import annotations

from gce_api.families.groups.autoscalers.plan import INSTEAD, UNSUPPORTED
from gce_api.google.inputs import Only, declare

declare("Autoscaler", done="autoscalingPolicy description name target")
declare(
    "AutoscalingPolicy",
    done="coolDownPeriodSec cpuUtilization maxNumReplicas minNumReplicas mode scaleInControl"
    " scalingSchedules stabilizationPeriodSec",
    refused={name: f"{why}: {INSTEAD}" for name, why in UNSUPPORTED.items()},
)
declare(
    "AutoscalingPolicyCpuUtilization",
    done="utilizationTarget",
    refused={"predictiveMethod": Only("NONE", "Nothing foretells here what will be needed.")},
)
declare("AutoscalingPolicyScaleInControl", done="maxScaledInReplicas timeWindowSec")
declare(
    "AutoscalingPolicyScalingSchedule",
    done="description disabled durationSec minRequiredReplicas schedule timeZone",
)
