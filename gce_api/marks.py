"""What the endpoint writes on resources of OpenStack for itself, all in one place.

Labels and own values live in the metadata of servers, volumes and snapshots; neither is shown in
GCE's ``metadata``. Ports and floating IPs have no metadata, so their description begins with a
mark. Load balancers have tags.
"""

LABEL = "label:"  # a label's metadata key begins so
OWN = "gce:"  # as do those of values that only the endpoint needs

OPERATION = "gce:operation"  # the operation that made it, so that a second run finds it
DELETION_PROTECTION = "gce:deletionProtection"  # of a server: "true" or not there
ZONE = "gce:zone"  # of a volume: its zone, where Cinder has other zones than Nova
DEVICE_NAME = "gce:deviceName"  # of a volume: what the instance that uses it calls it

PORT = "gce:port"  # a port that was made for an instance and goes with it
EPHEMERAL = "gce:ephemeral"  # a floating IP that goes with the access config it was made for

RULE = "gce:forwardingRule="  # of a load balancer: the forwarding rule that it does the work of
