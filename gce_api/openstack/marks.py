"""What the endpoint writes on resources of OpenStack for itself, all in one place.

Labels and own values live in the metadata of servers, volumes and snapshots; neither is shown in
GCE's ``metadata``. Neutron's and Octavia's things have tags (:mod:`gce_api.openstack.tags`);
ports and floating IPs that go with an instance have a description that begins with a mark.
Images of Glance have properties, labels among them.
"""

LABEL = "label:"  # a label's metadata key begins so
OWN = "gce:"  # as do those of values that only the endpoint needs

OPERATION = "gce:operation"  # the operation that made it, so that a second run finds it
ID = "gce:id"  # of a server: its instance's numeric id, which is older than the server
MACHINE_TYPE = "gce:machineType"  # of a server: the custom machine type that it was asked with
STOPPED = "gce:stopped"  # of a server: when it was last asked to stop, as GCE shows it
SUSPENDED = "gce:suspended"  # of a server: the same of suspending
ZONE = "gce:zone"  # of a volume: its zone, where Cinder has other zones than Nova
REPLICA_ZONES = "gce:replicaZones"  # of a volume that is a regional disk: its zones, by commas
DEVICE_NAME = "gce:deviceName"  # of a volume: what the instance that uses it calls it
INTERFACE = "gce:interface"  # of a volume: the bus that was asked for, where that was not SCSI
READ_ONLY = "readonly"  # of a volume, "True" or "False"; Cinder's own
LOCAL_SSD = "gce:localSsd"  # of a volume that stands for one: it is no disk of its own
PROVISIONED_IOPS = "gce:provisionedIops"  # of a volume, as it was asked for
PROVISIONED_THROUGHPUT = "gce:provisionedThroughput"

# of a volume: what its disk was called, which is deleted; it goes with its last snapshot
KEPT = "gce:keptForSnapshots"
WORKING = "gce:working"  # of a volume or snapshot: an operation needs it for a moment
COPY_OF = "gce:copyOf"  # of a volume: the UUID of the one that it was copied from, by a snapshot
POLICY = "gce:policy:"  # of a volume, with a resource policy's name: how far its schedule is
SCHEDULE = "gce:schedule"  # of a snapshot: URL's path and id of the resource policy that took it
MACHINE_IMAGE = "gce:machineImage"  # of a snapshot: the machine image that it is a part of
HIDDEN_SNAPSHOTS = (MACHINE_IMAGE, WORKING)  # marks of those that are none of GCE's

# of an image, JSON: what it was made from, and what OpenStack has no place for
SOURCE = "gce:source"
DEPRECATED = "gce:deprecated"
LICENSES = "gce:licenses"
FEATURES = "gce:guestOsFeatures"
LOCATIONS = "gce:storageLocations"  # of a snapshot, too
FAMILY = "gce_family"  # of an image; operators set it, too

PORT = "gce:port"  # a port that was made for an instance and goes with it
EPHEMERAL = "gce:ephemeral"  # a floating IP that goes with the access config it was made for

# tags in Neutron; those with a value are followed by = and it
FIREWALL = "gce:firewall"  # a security group that is a firewall
IMPLIED = "gce:implied"  # the group of a network's implied rules; a router that goes with a network
GOING = "gce:going"  # a security group that was a firewall until its delete began
OF_NETWORK = "gce:network"  # UUID of the network that a group or router belongs to
SOURCE_TAG = "gce:sourceTag"  # the tag that a security group stands for
TARGET_TAG = "gce:targetTag"  # of a firewall
PRIORITY = "gce:priority"  # of a firewall
ALLOWED = "gce:allowed"  # of a firewall: an entry of what it allows, as it was given
ORDER = "gce:order"  # of a firewall: the order of its ranges or tags, as they were given
DISABLED = "gce:disabled"  # a firewall that is not to be on any port
MODE = "gce:mode"  # of a network that was made here: auto, custom, legacy
ROUTING = "gce:routingMode"  # of a network
GOOGLE_ACCESS = "gce:privateIpGoogleAccess"  # of a subnet
ROUTE = "gce:route"  # of a router, see gce_api/openstack/static_routes.py
ROUTER = "gce:router"  # a Neutron router that GCE's clients made, or took over, as a router
SETTING = "gce:setting."  # of a router; the name of a setting follows
ADDRESS = "gce:address"  # a port that reserves an internal address
TIER = "gce:networkTier"  # of a floating IP, if it was asked for with another than PREMIUM
PROMOTED = "gce:promoted"  # a floating IP that was an instance's ephemeral one
GLOBAL = "gce:global"  # a floating IP that is a global address
RULE = "gce:forwardingRule"  # of a load balancer: the UUID of the rule that it does the work of
