"""The firewalls that an interface of an instance really has."""

from __future__ import annotations

from gce_api.families.instances.instances.find import find_instance
from gce_api.families.instances.interfaces.find import port_of
from gce_api.families.networks.firewalls import find
from gce_api.families.networks.firewalls.show import by_priority, to_firewalls
from gce_api.families.shared.call import ZonalCall
from gce_api.google.merging import Json
from gce_api.google.registry import implements


@implements("compute.instances.getEffectiveFirewalls")
def get_effective_firewalls(call: ZonalCall) -> Json:
    port = port_of(call, find_instance(call, call.zone, call.name))
    region, has = find.region(call.cloud), set(port["security_groups"])
    chosen = [row for row in region.groups.firewalls() if row.id in has]
    return {"firewalls": by_priority(to_firewalls(call.links, region, chosen))}
