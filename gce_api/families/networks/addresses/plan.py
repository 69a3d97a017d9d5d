"""What an Address resource asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gce_api.families.networks import internal_ips
from gce_api.families.networks.addresses import rows
from gce_api.families.networks.addresses.table import Addresses
from gce_api.families.networks.vpcs import DEFAULT, Vpcs
from gce_api.families.shared.descriptions import LONGEST, check_description
from gce_api.google import errors, fingerprints
from gce_api.google.merging import Json
from gce_api.google.names import check_name
from gce_api.openstack import marks, tags
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a new address is planned by.

    ``region`` is ``None`` for a global address; ``holders`` are the ports that have the internal
    address that is asked for.
    """

    region: str | None
    addresses: Addresses
    vpcs: Vpcs
    holders: list[Row]

    def path_of(self, name: str) -> str:
        """The path below the project of the address that is to be."""
        return f"{f'regions/{self.region}' if self.region else 'global'}/addresses/{name}"


@dataclass(frozen=True, kw_only=True)
class Marking:
    """How OpenStack keeps what GCE calls an address: ``labels`` are its tags, those of the network
    tier and of a global address among them."""

    description: str
    labels: list[str]


@dataclass(frozen=True, kw_only=True)
class ExternalPlan(Plan):
    """A new floating IP of an external network; ``ip``: this one."""

    network_id: str
    ip: str | None
    address: Marking


@dataclass(frozen=True, kw_only=True)
class KeptPlan(Plan):
    """The ephemeral floating IP of an instance, which then outlives that; ``before`` is its
    description."""

    address_id: str
    before: str
    address: Marking


@dataclass(frozen=True, kw_only=True)
class InternalPlan(Plan):
    """A port on a subnet; ``ip``: with this address."""

    network_id: str
    subnet_id: str
    name: str
    ip: str | None
    address: Marking


def plan_external(body: Json, found: Found) -> ExternalPlan | KeptPlan:
    """Check an external Address and plan it.

    :raises errors.GceError: it cannot be had as asked for.
    """
    address, ip = _marking(body, found), body.get("address") or None
    present = next((row for row in found.addresses.floating if rows.ip_of(row) == ip), None)
    if present is None:
        network = found.vpcs.external_network()
        return ExternalPlan(network_id=network.id, ip=ip, address=address)
    if not rows.is_ephemeral(present):
        raise errors.ResourceInUse(
            f"Invalid value for field 'resource.address': '{ip}'. Specified IP address is already "
            "reserved."
        )
    promoted = replace(address, labels=[*address.labels, marks.PROMOTED])
    return KeptPlan(address_id=present.id, before=present["description"], address=promoted)


def plan_internal(body: Json, found: Found) -> InternalPlan:
    """Check an internal Address and plan it; without a subnetwork, on that of ``default``.

    :raises errors.GceError: it cannot be had as asked for.
    """
    if found.region is None:
        raise errors.Unsupported("Global internal addresses are not available here.")
    address, ip = _marking(body, found), body.get("address") or None
    url = body.get("subnetwork") or f"regions/{found.region}/subnetworks/{DEFAULT}"
    subnet = found.vpcs.find_subnetwork(url, "resource.subnetwork")
    if ip:
        internal_ips.find_subnet([subnet], ip, "resource.address")
        internal_ips.check_free(found.holders, subnet, ip)
    return InternalPlan(
        network_id=subnet["network_id"],
        subnet_id=subnet.id,
        name=body["name"],
        ip=ip,
        address=address,
    )


def is_internal(body: Json) -> bool:
    """Whether a request for an Address asks for an internal one."""
    return body.get("addressType") == "INTERNAL" or bool(body.get("subnetwork"))


def plan_labels(body: Json, present: Row) -> list[str]:
    """The endpoint's tags of an address with the labels of a request.

    :raises errors.ConditionNotMet: the request was made for other labels than the present ones.
    :raises errors.Invalid: a label cannot be kept.
    """
    fingerprints.check_set_labels(body, tags.labels(present))
    others = [tag for tag in tags.own(present) if not tag.startswith(marks.LABEL)]
    return [*others, *_labels(body)]


def _marking(body: Json, found: Found) -> Marking:
    """What is the same for every Address.

    :raises errors.AlreadyExists: there is one of this name.
    """
    name = check_name(body.get("name"))
    text = check_description(body, LONGEST - len(name) - 2)
    labels = [*_scope(found), *_tier(body), *_labels(body)]
    if found.addresses.named(name, in_region=found.region is not None):
        path = f"projects/{found.addresses.project.id}/{found.path_of(name)}"
        raise errors.AlreadyExists.resource(path)
    return Marking(description=rows.described(name, text), labels=labels)


def _scope(found: Found) -> list[str]:
    return [] if found.region else [marks.GLOBAL]


def _tier(body: Json) -> list[str]:
    """The tag that keeps a network tier; there is one kind of network here."""
    is_standard = body.get("networkTier") == "STANDARD" and not is_internal(body)
    return [f"{marks.TIER}=STANDARD"] if is_standard else []


def _labels(body: Json) -> list[str]:
    found = tags.of_labels(body.get("labels") or {})
    tags.check([*found, "", ""], "labels")
    return found
