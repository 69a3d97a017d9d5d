"""What becomes of the fields of instances, and of what makes some: templates and the like."""

from __future__ import annotations

from gce_api.families.shared import settings
from gce_api.families.shared.fields import NO_ARMOR, NO_IPV6
from gce_api.google.inputs import Only, Refusals, all_of, declare

NO_PTR = "Names of addresses are the business of the cloud's DNS here."
NO_HOSTS = "Hosts are the operator's here, and nobody's alone."
NO_RESERVATIONS = "There are no reservations here."
NO_VLANS = "Interfaces have no VLANs of their own here."
NO_FLUSH = "No guest is told of a snapshot here."
NO_MIX = "Instances of a request are of one machine type here."

DONE = (
    "canIpForward description disks labels machineType metadata networkInterfaces"
    " networkPerformanceConfig reservationAffinity scheduling tags"
)
REFUSED: Refusals = {
    "keyRevocationActionType": Only("NONE", "Disks are encrypted with no keys of customers here."),
    "localSsdEncryptionMode": Only("STANDARD_ENCRYPTION", "Local SSDs have no keys of their own."),
    "privateIpv6GoogleAccess": Only("INHERIT_FROM_SUBNETWORK", NO_IPV6),
    "workloadIdentityConfig": "Instances have no identities of workloads here.",
}

declare(
    "Instance",
    done=f"{DONE} deletionProtection hostname name sourceMachineImage",
    kept=settings.KEPT,
    refused={
        **REFUSED,
        "shieldedInstanceIntegrityPolicy": "Nobody is told here what is in a virtual TPM.",
    },
)
declare(
    "Instance",
    methods="instances.update",
    done=f"{DONE} cpuPlatform deletionProtection fingerprint labelFingerprint name zone",
    kept=settings.KEPT,
    refused={"hostname": "It cannot be changed.", "sourceMachineImage": "It cannot be changed."},
)
declare(
    "InstanceProperties",
    done=DONE,
    kept=" ".join(name for name in settings.KEPT.split() if name != "displayDevice"),
    refused=REFUSED,
)
declare(
    "NetworkPerformanceConfig",
    refused={"totalEgressBandwidthTier": Only("DEFAULT", "There are no tiers of bandwidth here.")},
)
declare(
    "ReservationAffinity",
    refused={
        "consumeReservationType": Only("ANY_RESERVATION NO_RESERVATION", NO_RESERVATIONS),
        "key": NO_RESERVATIONS,
        "values": NO_RESERVATIONS,
    },
)
declare(
    "Scheduling",
    done="onHostMaintenance",
    kept="automaticRestart availabilityDomain gracefulShutdown hostErrorTimeoutSeconds"
    " instanceTerminationAction localSsdRecoveryTimeout minNodeCpus onInstanceStopAction"
    " preemptible preemptionNoticeDuration provisioningModel skipGuestOsShutdown",
    refused={
        "exposeHostTopology": NO_HOSTS,
        "locationHint": NO_HOSTS,
        "maxRunDuration": "Instances run until they are stopped here.",
        "nodeAffinities": NO_HOSTS,
        "protectionTier": NO_HOSTS,
        "terminationTime": "Instances run until they are stopped here.",
    },
)

declare(
    "AttachedDisk",
    done="autoDelete boot deviceName diskSizeGb forceAttach initializeParams mode source type",
    kept="interface",
    refused={"guestOsFeatures": "What a disk's system can do, its image says here."},
)
declare(
    "AttachedDisk",
    methods="instances.attachDisk",
    done="autoDelete boot deviceName forceAttach mode source type",
    refused={
        "diskSizeGb": "A disk that there is has its size: use disks.resize.",
        "initializeParams": "A disk is made by disks.insert, and then attached.",
        "interface": Only("SCSI", "Which bus a disk is on, its image says here."),
    },
)
declare(
    "AttachedDisk",
    methods="instances.update",
    done="autoDelete deviceName",
    refused=all_of(
        "boot diskSizeGb forceAttach initializeParams mode source type",
        "An update cannot change it.",
    ),
)
declare(
    "AttachedDiskInitializeParams",
    done="description diskName diskSizeGb diskType labels replicaZones resourcePolicies sourceImage"
    " sourceSnapshot",
    kept="provisionedIops provisionedThroughput",
    refused={
        "architecture": "The architecture of a disk is its image's; disks.update changes it.",
        "licenses": "The licenses of a disk, its image says here.",
        "onUpdateAction": "Disks stay when an instance is updated here.",
    },
)

_NIC: Refusals = {
    "aliasIpRanges": "Interfaces have no alias ranges here.",
    "aliasIpv6Ranges": NO_IPV6,
    "enableVpcScopedDns": "There is one DNS for all networks here.",
    "igmpQuery": Only("IGMP_QUERY_DISABLED", "There is no multicast routing here."),
    "internalIpv6PrefixLength": NO_IPV6,
    "ipv6AccessConfigs": NO_IPV6,
    "ipv6Address": NO_IPV6,
    "networkAttachment": "There is no Private Service Connect here.",
    "nicType": Only("VIRTIO_NET", "Interfaces are VirtIO ones here."),
    "parentNicName": NO_VLANS,
    "queueCount": "How many queues an interface has, its image and machine type say here.",
    "stackType": Only("IPV4_ONLY", NO_IPV6),
    "vlan": NO_VLANS,
}
declare("NetworkInterface", done="accessConfigs network networkIP subnetwork", refused=_NIC)
declare(
    "NetworkInterface",
    methods="instances.update",
    done="name",
    refused={
        **_NIC,
        **all_of("accessConfigs network networkIP subnetwork", "An update cannot change it."),
    },
)
declare(
    "NetworkInterface",
    methods="instances.updateNetworkInterface",
    done="fingerprint network networkIP subnetwork",
    refused={**_NIC, "accessConfigs": "They are changed by updateAccessConfig."},
)
declare(
    "AccessConfig",
    done="name natIP networkTier type",
    refused={
        "externalIpv6": NO_IPV6,
        "externalIpv6PrefixLength": NO_IPV6,
        "publicPtrDomainName": NO_PTR,
        "securityPolicy": NO_ARMOR,
        "setPublicPtr": NO_PTR,
    },
)

declare("InstanceTemplate", done="description name properties sourceInstance sourceInstanceParams")
declare("SourceInstanceParams", done="diskConfigs")
declare("DiskInstantiationConfig", done="autoDelete customImage deviceName instantiateFrom")
declare(
    "BulkInsertInstanceResource",
    done="count instanceProperties locationPolicy minCount namePattern perInstanceProperties"
    " sourceInstanceTemplate",
    refused={"instanceFlexibilityPolicy": NO_MIX},
)
declare("BulkInsertInstanceResourcePerInstanceProperties", done="hostname name")
declare(
    "LocationPolicy",
    done="locations targetShape",
    refused={"zones": "The zones are named by locations here."},
)
declare(
    "LocationPolicyLocation",
    done="preference",
    refused={"constraints": "Zones take any number of instances here."},
)
declare(
    "MachineImage",
    done="description labels name sourceInstance",
    kept="storageLocations",
    refused={"guestFlush": NO_FLUSH},
)

declare("DisplayDevice", kept="enableDisplay")
declare("InstancesAddResourcePoliciesRequest", kept="resourcePolicies")
declare("InstancesRemoveResourcePoliciesRequest", kept="resourcePolicies")
declare("InstancesSetMachineTypeRequest", done="machineType")
declare("InstancesSetMinCpuPlatformRequest", kept="minCpuPlatform")
declare("InstancesSetNameRequest", done="currentName name")
declare("InstancesSetServiceAccountRequest", kept="email scopes")
declare("ShieldedInstanceConfig", kept="enableIntegrityMonitoring enableSecureBoot enableVtpm")
