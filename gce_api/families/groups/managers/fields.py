"""What becomes of the fields of managed instance groups."""

from __future__ import annotations

from gce_api.google.inputs import Only, declare

NO_STANDBY = "Groups have no stopped and no suspended instances in reserve here."
NO_STATE = "Instances of groups have no state of their own here."
FIXED = "It cannot be changed."

declare(
    "InstanceGroupManager",
    done="allInstancesConfig autoHealingPolicies baseInstanceName description distributionPolicy"
    " instanceLifecyclePolicy instanceTemplate name namedPorts targetPools targetSize"
    " targetSizePolicy updatePolicy versions",
    kept="listManagedInstancesResults standbyPolicy",
    refused={
        "instanceFlexibilityPolicy": "Instance groups have no instanceFlexibilityPolicy here.",
        "resourcePolicies": "Instance groups have no resourcePolicies here.",
        "statefulPolicy": NO_STATE,
        "targetStoppedSize": NO_STANDBY,
        "targetSuspendedSize": NO_STANDBY,
    },
)
declare(
    "InstanceGroupManager",
    methods="instanceGroupManagers.patch regionInstanceGroupManagers.patch",
    done="allInstancesConfig autoHealingPolicies baseInstanceName description fingerprint"
    " instanceLifecyclePolicy instanceTemplate namedPorts targetPools targetSize targetSizePolicy"
    " updatePolicy versions",
    kept="listManagedInstancesResults standbyPolicy",
    refused={"distributionPolicy": FIXED, "name": FIXED},
)
declare("InstanceGroupManagerAllInstancesConfig", done="properties")
declare("InstancePropertiesPatch", done="labels metadata")
declare("InstanceGroupManagerAutoHealingPolicy", done="healthCheck initialDelaySec")
declare(
    "DistributionPolicy",
    done="zones",
    refused={"targetShape": Only("EVEN", "Members are spread evenly over the zones here.")},
)
declare("DistributionPolicyZoneConfiguration", done="zone")
declare(
    "InstanceGroupManagerTargetSizePolicy",
    refused={"mode": Only("INDIVIDUAL", "Members are made one by one here.")},
)
declare("InstanceGroupManagerVersion", done="instanceTemplate name targetSize")

_INSTANCES = (
    "InstanceGroupManagersAbandonInstancesRequest",
    "InstanceGroupManagersCreateInstancesRequest",
    "InstanceGroupManagersRecreateInstancesRequest",
    "RegionInstanceGroupManagersAbandonInstancesRequest",
    "RegionInstanceGroupManagersCreateInstancesRequest",
    "RegionInstanceGroupManagersRecreateRequest",
)
for schema in _INSTANCES:
    declare(schema, done="instances")
for of in ("InstanceGroupManagers", "RegionInstanceGroupManagers"):
    declare(
        f"{of}ApplyUpdatesRequest",
        done="allInstances instances minimalAction mostDisruptiveAllowedAction",
    )
    declare(f"{of}DeleteInstancesRequest", done="instances skipInstancesOnValidationError")
    declare(f"{of}SetTargetPoolsRequest", done="fingerprint targetPools")
declare("InstanceGroupManagersSetInstanceTemplateRequest", done="instanceTemplate")
declare("RegionInstanceGroupManagersSetTemplateRequest", done="instanceTemplate")
declare("PerInstanceConfig", done="name", refused={"preservedState": NO_STATE})
declare(
    "InstanceGroupManagerInstanceLifecyclePolicy",
    done="onFailedHealthCheck",
    kept="defaultActionOnFailure forceUpdateOnRepair",
    refused={"onRepair": "Members are made again where they were."},
)
declare(
    "InstanceGroupManagerUpdatePolicy",
    done="maxSurge maxUnavailable minimalAction mostDisruptiveAllowedAction type",
    kept="instanceRedistributionType replacementMethod",
)
