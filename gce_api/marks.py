"""What the endpoint writes on resources of OpenStack for itself, all in one place.

Labels and own values live in the metadata of servers, volumes and snapshots; neither is shown in
GCE's ``metadata``. Ports and floating IPs have no metadata, so their description begins with a
mark. Images of Glance have properties, labels among them.
"""

LABEL = "label:"  # a label's metadata key begins so
OWN = "gce:"  # as do those of values that only the endpoint needs

OPERATION = "gce:operation"  # the operation that made it, so that a second run finds it
DELETION_PROTECTION = "gce:deletionProtection"  # of a server: "true" or not there
ZONE = "gce:zone"  # of a volume: its zone, where Cinder has other zones than Nova
DEVICE_NAME = "gce:deviceName"  # of a volume: what the instance that uses it calls it

# of a volume: what its disk was called, which is deleted; it goes with its last snapshot
KEPT = "gce:keptForSnapshots"
WORKING = "gce:working"  # of a volume: an operation needs it for a moment
POLICY = "gce:policy:"  # of a volume, with a resource policy's name: how far its schedule is
SCHEDULE = "gce:schedule"  # of a snapshot: URL's path and id of the resource policy that took it
MACHINE_IMAGE = "gce:machineImage"  # of a snapshot: the machine image that it is a part of

# of an image, JSON: what it was made from, and what OpenStack has no place for
SOURCE = "gce:source"
DEPRECATED = "gce:deprecated"
LICENSES = "gce:licenses"
FEATURES = "gce:guestOsFeatures"
FAMILY = "gce_family"  # of an image; operators set it, too

PORT = "gce:port"  # a port that was made for an instance and goes with it
EPHEMERAL = "gce:ephemeral"  # a floating IP that goes with the access config it was made for
