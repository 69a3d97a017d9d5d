"""Sound bodies of many kinds, for writing them and reading them again: strategies for hypothesis.

Each kind says where it is, and what a body of it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.api.contract import REGION, ZONE, a_name

Json = dict[str, Any]
Strategy = st.SearchStrategy[Any]

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
GLOBAL: Json = {}
REGIONAL: Json = {"region": REGION}
ZONAL: Json = {"zone": ZONE}
IMAGE = "projects/debian-cloud/global/images/family/debian-12"

words = st.text(LETTERS, min_size=1, max_size=8).map(lambda text: f"w{text}")
long_words = st.sampled_from(("x" * 63, "a", "a-b-1"))
descriptions = st.one_of(
    st.sampled_from(
        ("", "a", " leading and trailing ", "ä ö: | = , ; 🙂", "two\nlines", "d" * 150)
    ),
    words,
)
labels = st.dictionaries(
    st.one_of(words, long_words), st.one_of(st.just(""), words, long_words), max_size=3
)
few = st.integers(1, 10)
ports = st.lists(
    st.one_of(
        st.integers(1, 65535).map(str),
        st.tuples(st.integers(1, 30000), st.integers(30001, 65535)).map(lambda p: f"{p[0]}-{p[1]}"),
        st.sampled_from(("0-65535", "1-65535", "22", "80", "443-443")),
    ),
    min_size=1,
    max_size=20,
)
ranges = st.lists(
    st.sampled_from(("10.0.0.0/8", "0.0.0.0/0", "192.168.1.1/32", "172.16.0.0/12", "10.1.0.0/16")),
    min_size=1,
    max_size=4,
)
tags = st.lists(st.one_of(words, long_words), min_size=1, max_size=3)
allowed = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"IPProtocol": st.sampled_from(("tcp", "udp", "TCP", "sctp", "6", "17"))},
            optional={"ports": ports},
        ),
        st.fixed_dictionaries(
            {"IPProtocol": st.sampled_from(("icmp", "all", "esp", "ah", "47", "ICMP"))}
        ),
    ),
    min_size=1,
    max_size=4,
)


def some(must: Json | None = None, **may: Strategy) -> Strategy:
    """An object that has ``must`` and some of the rest."""
    return st.fixed_dictionaries(must or {}, optional=may)


@dataclass(frozen=True)
class Kind:
    """One kind of resource: its family of methods, where it is, what it may be said to be.

    :ivar parameter: what the methods call its name.
    :ivar patches: what ``patch`` may change.
    """

    family: str
    parameter: str
    place: Json
    bodies: Strategy
    patches: Strategy | None = None


TIMES = {
    "checkIntervalSec": st.integers(100, 300),
    "timeoutSec": st.integers(1, 5),
    "healthyThreshold": few,
    "unhealthyThreshold": few,
}
port_numbers = st.integers(1, 65535)
paths = st.sampled_from(("/", "/healthz", "/a?b=c", "/A/b%20c"))
hosts = st.sampled_from(("example.org", "A.example.org"))
_HTTP = some(
    port=port_numbers,
    requestPath=paths,
    host=hosts,
    portSpecification=st.just("USE_FIXED_PORT"),
)
health_check_types = st.one_of(
    st.fixed_dictionaries({"type": st.just("HTTP"), "httpHealthCheck": _HTTP}),
    st.fixed_dictionaries({"type": st.just("HTTPS"), "httpsHealthCheck": _HTTP}),
    st.fixed_dictionaries({"type": st.just("TCP"), "tcpHealthCheck": some(port=port_numbers)}),
    st.fixed_dictionaries({"type": st.just("SSL"), "sslHealthCheck": some(port=port_numbers)}),
)
_LOGS = some(enable=st.booleans())
health_checks = st.builds(
    lambda common, of: {**common, **of},
    some(description=descriptions, logConfig=_LOGS, **TIMES),
    health_check_types,
)

seconds = st.integers(1, 3600)
services = some(
    {
        "loadBalancingScheme": st.sampled_from(("EXTERNAL", "EXTERNAL_MANAGED")),
        "protocol": st.sampled_from(("HTTP", "TCP")),
    },
    description=descriptions,
    affinityCookieTtlSec=st.integers(0, 3600),
    circuitBreakers=some(maxConnections=few, maxRetries=few),
    connectionDraining=some(drainingTimeoutSec=seconds),
    connectionTrackingPolicy=some(trackingMode=st.just("PER_SESSION")),
    consistentHash=some(minimumRingSize=few.map(str), httpHeaderName=words),
    localityLbPolicy=st.sampled_from(("ROUND_ROBIN", "LEAST_REQUEST")),
    logConfig=some(enable=st.booleans(), sampleRate=st.sampled_from((0.0, 0.5, 1.0))),
    outlierDetection=some(consecutiveErrors=few),
    port=port_numbers,
    portName=words,
    sessionAffinity=st.sampled_from(("NONE", "CLIENT_IP", "GENERATED_COOKIE")),
    timeoutSec=seconds,
)

starts = st.sampled_from(("00:00", "04:00", "20:00"))
schedules = st.one_of(
    st.fixed_dictionaries(
        {"hourlySchedule": some({"hoursInCycle": st.integers(1, 23), "startTime": starts})}
    ),
    st.fixed_dictionaries(
        {"dailySchedule": some({"daysInCycle": st.just(1), "startTime": starts})}
    ),
    st.fixed_dictionaries(
        {
            "weeklySchedule": some(
                {
                    "dayOfWeeks": st.lists(
                        some({"day": st.sampled_from(("MONDAY", "SUNDAY")), "startTime": starts}),
                        min_size=1,
                        max_size=2,
                    )
                }
            )
        }
    ),
)
snapshot_schedules = some(
    {"schedule": schedules},
    retentionPolicy=some(
        {"maxRetentionDays": st.integers(1, 90)},
        onSourceDiskDelete=st.sampled_from(("KEEP_AUTO_SNAPSHOTS", "APPLY_RETENTION_POLICY")),
    ),
    snapshotProperties=some(
        labels=labels,
        storageLocations=st.just(["us"]),
        guestFlush=st.booleans(),
        chainName=words,
    ),
)
policies = st.one_of(
    st.fixed_dictionaries(
        {"snapshotSchedulePolicy": snapshot_schedules}, optional={"description": descriptions}
    ),
    st.fixed_dictionaries(
        {"groupPlacementPolicy": some(vmCount=few, collocation=st.just("COLLOCATED"))},
        optional={"description": descriptions},
    ),
    st.fixed_dictionaries(
        {"diskConsistencyGroupPolicy": st.just({})}, optional={"description": descriptions}
    ),
)

metadata = some(
    items=st.lists(
        st.fixed_dictionaries(
            {"key": words, "value": st.sampled_from(("", "v", "ä\n", "x" * 300, " y "))}
        ),
        max_size=3,
        unique_by=lambda item: item["key"],
    )
)
scheduling = some(
    automaticRestart=st.booleans(),
    onHostMaintenance=st.sampled_from(("MIGRATE", "TERMINATE")),
    preemptible=st.booleans(),
    provisioningModel=st.sampled_from(("STANDARD", "SPOT")),
    instanceTerminationAction=st.sampled_from(("STOP", "DELETE")),
    minNodeCpus=few,
    availabilityDomain=few,
    hostErrorTimeoutSeconds=st.just(90),
    localSsdRecoveryTimeout=some(seconds=seconds.map(str)),
)
interfaces = st.lists(
    some(
        {"network": st.just("global/networks/default")},
        accessConfigs=st.lists(
            some(
                {"type": st.just("ONE_TO_ONE_NAT")},
                name=st.one_of(words, long_words),
                networkTier=st.sampled_from(("PREMIUM", "STANDARD")),
            ),
            min_size=1,
            max_size=1,
        ),
        nicType=st.just("VIRTIO_NET"),
        stackType=st.just("IPV4_ONLY"),
    ),
    min_size=1,
    max_size=1,
)
_parameters = some(
    {"sourceImage": st.just(IMAGE)},
    diskSizeGb=st.integers(10, 100).map(str),
    diskType=st.just("pd-standard"),
    labels=labels,
    description=descriptions,
    provisionedIops=few.map(str),
    provisionedThroughput=few.map(str),
    diskName=words,
)
boot_disks = some(
    {"boot": st.just(True), "initializeParams": _parameters},
    autoDelete=st.booleans(),
    deviceName=st.one_of(words, long_words),
    interface=st.just("SCSI"),
    mode=st.just("READ_WRITE"),
    type=st.just("PERSISTENT"),
)
properties = some(
    {
        "machineType": st.just("e2-small"),
        "disks": boot_disks.map(lambda disk: [disk]),
        "networkInterfaces": interfaces,
    },
    description=descriptions,
    canIpForward=st.booleans(),
    labels=labels,
    metadata=metadata,
    minCpuPlatform=st.just("Intel Skylake"),
    scheduling=scheduling,
    serviceAccounts=st.just([{"email": "default", "scopes": ["a"]}]),
    shieldedInstanceConfig=some(enableSecureBoot=st.booleans(), enableVtpm=st.booleans()),
    advancedMachineFeatures=some(threadsPerCore=st.just(1)),
    tags=some(items=st.lists(st.one_of(words, long_words), max_size=3, unique=True)),
)

nats = some(
    {
        "name": st.one_of(words, long_words),
        "natIpAllocateOption": st.just("AUTO_ONLY"),
        "sourceSubnetworkIpRangesToNat": st.just("ALL_SUBNETWORKS_ALL_IP_RANGES"),
    },
    minPortsPerVm=st.sampled_from((64, 128)),
    udpIdleTimeoutSec=seconds,
    tcpTransitoryIdleTimeoutSec=seconds,
    tcpEstablishedIdleTimeoutSec=seconds,
    icmpIdleTimeoutSec=seconds,
    enableEndpointIndependentMapping=st.booleans(),
    logConfig=st.fixed_dictionaries({"enable": st.booleans(), "filter": st.just("ALL")}),
)
bgps = some(asn=st.just(64514), advertiseMode=st.sampled_from(("DEFAULT", "CUSTOM")))

firewalls = st.one_of(
    some(
        {"allowed": allowed, "network": st.just("global/networks/default")},
        description=descriptions,
        direction=st.just("INGRESS"),
        disabled=st.booleans(),
        priority=st.integers(0, 65535),
        sourceRanges=ranges,
        sourceTags=tags,
        targetTags=tags,
    ),
    some(
        {"allowed": allowed, "direction": st.just("EGRESS")},
        destinationRanges=ranges,
        targetTags=tags,
    ),
)

KINDS = {
    "healthChecks": Kind(
        "healthChecks",
        "healthCheck",
        GLOBAL,
        health_checks,
        some(description=descriptions, **TIMES),
    ),
    "httpHealthChecks": Kind(
        "httpHealthChecks",
        "httpHealthCheck",
        GLOBAL,
        some(description=descriptions, host=hosts, port=port_numbers, requestPath=paths, **TIMES),
        some(description=descriptions, host=hosts, port=port_numbers),
    ),
    "backendServices": Kind("backendServices", "backendService", GLOBAL, services, services),
    "resourcePolicies": Kind("resourcePolicies", "resourcePolicy", REGIONAL, policies),
    "instanceTemplates": Kind(
        "instanceTemplates",
        "instanceTemplate",
        GLOBAL,
        some({"properties": properties}, description=descriptions),
    ),
    "instanceGroups": Kind(
        "instanceGroups",
        "instanceGroup",
        ZONAL,
        some(
            description=descriptions,
            namedPorts=st.lists(
                st.fixed_dictionaries({"name": words, "port": port_numbers}), max_size=3
            ),
            network=st.just("global/networks/default"),
        ),
    ),
    "targetPools": Kind(
        "targetPools",
        "targetPool",
        REGIONAL,
        some(
            description=descriptions,
            sessionAffinity=st.sampled_from(("NONE", "CLIENT_IP", "CLIENT_IP_PROTO")),
        ),
    ),
    "firewalls": Kind(
        "firewalls",
        "firewall",
        GLOBAL,
        firewalls,
        some(
            description=descriptions,
            disabled=st.booleans(),
            priority=st.integers(0, 65535),
            allowed=allowed,
            targetTags=tags,
        ),
    ),
    "addresses": Kind(
        "addresses",
        "address",
        REGIONAL,
        st.one_of(
            some(
                description=descriptions,
                labels=labels,
                networkTier=st.sampled_from(("PREMIUM", "STANDARD")),
                addressType=st.just("EXTERNAL"),
            ),
            some(
                {
                    "addressType": st.just("INTERNAL"),
                    "subnetwork": st.just(f"regions/{REGION}/subnetworks/default"),
                },
                description=descriptions,
                labels=labels,
                purpose=st.just("GCE_ENDPOINT"),
            ),
        ),
    ),
    "networks": Kind(
        "networks",
        "network",
        GLOBAL,
        some(
            {"autoCreateSubnetworks": st.just(False)},
            description=descriptions,
            mtu=st.sampled_from((1280, 1400)),
            routingConfig=some(routingMode=st.sampled_from(("REGIONAL", "GLOBAL"))),
        ),
        some(
            description=descriptions,
            routingConfig=some(routingMode=st.sampled_from(("REGIONAL", "GLOBAL"))),
        ),
    ),
    "disks": Kind(
        "disks",
        "disk",
        ZONAL,
        some(
            {"sizeGb": st.just("1")},
            description=descriptions,
            labels=labels,
            type=st.just(f"zones/{ZONE}/diskTypes/pd-standard"),
            provisionedIops=few.map(str),
            provisionedThroughput=few.map(str),
            physicalBlockSizeBytes=st.just("4096"),
        ),
    ),
}


def _of_instance(body: Json) -> Json:
    """Properties as those of one instance, whose disk goes with it."""
    (disk,) = body["disks"]
    disk = {**disk, "autoDelete": True, "initializeParams": {"sourceImage": IMAGE}}
    machine_type = f"zones/{ZONE}/machineTypes/{body['machineType']}"
    body = {name: value for name, value in body.items() if name != "serviceAccounts"}
    return {**body, "machineType": machine_type, "disks": [disk]}


# too slow for every run
MORE = {
    "instances": Kind(
        "instances",
        "instance",
        ZONAL,
        properties.map(_of_instance),
    ),
}


def named(body: Json) -> Json:
    """The body with a name that nothing has, of 63 characters at times."""
    name = a_name("seen")
    wide = len(str(body)) % 2
    return {**body, "name": name.ljust(63, "x") if wide else name}


def differences(sent: Any, shown: Any, where: str = "") -> list[str]:
    """What is not shown as it was sent, but for what Google, too, puts into another form: URLs that
    are absolute, and numbers that are texts. What was sent empty may be left out, as is what an
    instance's disk was made by."""
    if isinstance(sent, dict):
        has = shown if isinstance(shown, dict) else {}
        said = {k: v for k, v in sent.items() if k != "initializeParams" or k in has}
        return [d for k, v in said.items() for d in differences(v, has.get(k), f"{where}.{k}")]
    if isinstance(sent, list) and (sent or shown):
        if not isinstance(shown, list) or len(shown) != len(sent):
            return [f"{where}: sent {sent}, shown {shown}"]
        pairs = enumerate(zip(sent, shown, strict=True))
        return [d for n, (a, b) in pairs for d in differences(a, b, f"{where}[{n}]")]
    if sent in ("", [], False, 0) and shown in (None, sent):
        return []
    if str(sent) == str(shown) or ("/" in str(sent) and str(shown).endswith(f"/{sent}")):
        return []
    return [f"{where}: sent {sent!r}, shown {shown!r}"]
