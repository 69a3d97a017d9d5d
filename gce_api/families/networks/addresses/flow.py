"""Reserving and releasing addresses (what they are in OpenStack: :mod:`.rows`)."""

from __future__ import annotations

from gce_api.families.networks.addresses.plan import ExternalPlan, InternalPlan, KeptPlan, Marking
from gce_api.openstack import floating_ips, marks, ports, tags
from gce_api.openstack.cloud import Cloud
from gce_api.operations.plans import as_one, durable
from gce_api.operations.steps import Flow, flow, step


@durable("addresses.insert", was="gce_api.flows.addresses.insert", upgrade=as_one(plan="address"))
def insert(plan: ExternalPlan) -> Flow:
    """Reserve an external address."""
    return flow(
        "insert address", step(reserve, revert=give_back, provides="target_id"), step(publish)
    )


def reserve(cloud: Cloud, operation: str, plan: ExternalPlan) -> str:
    """A floating IP that is nobody's address yet: its description tells the operation."""
    text = _unnamed(operation)
    made = next(iter(floating_ips.described(cloud, text)), None)
    return (made or floating_ips.create(cloud, plan.network_id, text, ip=plan.ip)).id


def give_back(cloud: Cloud, operation: str, result: object) -> None:
    made = floating_ips.described(cloud, _unnamed(operation))
    for address_id in [result] if isinstance(result, str) else [row.id for row in made]:
        floating_ips.delete(cloud, address_id)


def publish(cloud: Cloud, target_id: str, plan: ExternalPlan) -> None:
    _mark(cloud, target_id, plan.address)


def _unnamed(operation: str) -> str:
    return f"{marks.EPHEMERAL} {operation}"


@durable("addresses.keep", was="gce_api.flows.addresses.keep", upgrade=as_one(plan="address"))
def keep(plan: KeptPlan) -> Flow:
    """Make an address of its own out of the one that an instance has for the moment."""
    return flow("keep address", step(rename, revert=rename_back))


def rename(cloud: Cloud, plan: KeptPlan) -> None:
    _mark(cloud, plan.address_id, plan.address)


def rename_back(cloud: Cloud, plan: KeptPlan) -> None:
    floating_ips.describe(cloud, plan.address_id, plan.before)
    _write_tags(cloud, plan.address_id, [], internal=False)


def _mark(cloud: Cloud, address_id: str, address: Marking) -> None:
    """Its tags first: they tell a global address from a regional one of the same name."""
    _write_tags(cloud, address_id, address.labels, internal=False)
    floating_ips.describe(cloud, address_id, address.description)


@durable(
    "addresses.insert_internal",
    was="gce_api.flows.addresses.insert_internal",
    upgrade=as_one(plan="address"),
)
def insert_internal(plan: InternalPlan) -> Flow:
    """Reserve an address of a subnet."""
    return flow(
        "insert address",
        step(make_port, revert=remove_port, provides="target_id"),
        step(publish_port),
    )


def make_port(cloud: Cloud, operation: str, plan: InternalPlan) -> str:
    """A port that is nobody's address yet: its description tells the operation."""
    made = ports.described(cloud, operation)
    if made:
        return made[0].id
    fixed: ports.FixedIp = {"subnet_id": plan.subnet_id}
    if plan.ip:
        fixed["ip_address"] = plan.ip
    return ports.create(
        cloud, plan.network_id, name=plan.name, description=operation, fixed_ips=[fixed]
    ).id


def remove_port(cloud: Cloud, operation: str, result: object) -> None:
    made = ports.described(cloud, operation)
    for port_id in [result] if isinstance(result, str) else [row.id for row in made]:
        ports.delete(cloud, port_id)


def publish_port(cloud: Cloud, target_id: str, plan: InternalPlan) -> None:
    """Its tag last: that is what makes it an address."""
    ports.change(cloud, target_id, description=plan.address.description)
    _write_tags(cloud, target_id, [marks.ADDRESS, *plan.address.labels], internal=True)


@durable("addresses.set_tags", was="gce_api.flows.addresses.set_tags")
def set_tags(address_id: str, internal: bool, tags_after: list[str]) -> Flow:
    """Replace the labels of an address."""
    return flow("label address", step(replace_tags))


def replace_tags(cloud: Cloud, address_id: str, internal: bool, tags_after: list[str]) -> None:
    _write_tags(cloud, address_id, tags_after, internal=internal)


def _write_tags(cloud: Cloud, address_id: str, wanted: list[str], *, internal: bool) -> None:
    if internal:
        tags.write(cloud, ports.PORTS, ports.get(cloud, address_id), wanted)
    else:
        address = floating_ips.get(cloud, address_id)
        tags.write(cloud, floating_ips.FLOATING_IPS, address, wanted)


@durable("addresses.demote")
def demote(address_id: str) -> Flow:
    """Let an address be the ephemeral one of the instance that has it, again."""
    return flow("demote address", step(forget_name))


def forget_name(cloud: Cloud, operation: str, address_id: str) -> None:
    floating_ips.describe(cloud, address_id, _unnamed(operation))
    _write_tags(cloud, address_id, [], internal=False)


@durable("addresses.delete", was="gce_api.flows.addresses.delete")
def delete(address_id: str, internal: bool) -> Flow:
    """Release an address."""
    return flow("delete address", step(release))


def release(cloud: Cloud, address_id: str, internal: bool) -> None:
    (ports if internal else floating_ips).delete(cloud, address_id)
