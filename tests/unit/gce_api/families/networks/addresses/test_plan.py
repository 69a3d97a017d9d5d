"""What a request for an Address becomes."""

import pytest

from gce_api.families.networks.addresses.plan import (
    ExternalPlan,
    Found,
    KeptPlan,
    Marking,
    plan_external,
    plan_internal,
    plan_labels,
)
from gce_api.families.networks.addresses.table import Addresses
from gce_api.google import errors, fingerprints
from gce_api.openstack.rows import Row


def floating(uuid, description, ip, *tags):
    return Row(id=uuid, description=description, floating_ip_address=ip, tags=tags, port_id=None)


EPHEMERAL = floating("1", "gce:ephemeral op", "198.51.100.7")
LASTING = floating("2", "web: Of the site", "198.51.100.8")
WORLD = floating("3", "world", "198.51.100.9", "gce:global")


@pytest.fixture
def found(a_region, a_network, a_subnet):
    def make(*rows, region="us", holders=()):
        external = a_network("outside", external=True)
        vpcs = a_region(external, a_network("default"), a_subnet("default")).vpcs
        addresses = Addresses(vpcs.project, "us", list(rows), [])
        return Found(region=region, addresses=addresses, vpcs=vpcs, holders=list(holders))

    return make


def test_an_external_address_is_of_the_external_network(found):
    body = {"name": "ip", "description": "Of the shop", "labels": {"env": "dev"}}
    assert plan_external(body, found()) == ExternalPlan(
        network_id="outside-id",
        ip=None,
        address=Marking(description="ip: Of the shop", labels=["label:env=dev"]),
    )


def test_the_ephemeral_address_of_an_instance_is_kept(found):
    body = {"name": "ip", "address": "198.51.100.7", "networkTier": "STANDARD"}
    plan = plan_external(body, found(EPHEMERAL))
    assert plan == KeptPlan(
        address_id="1",
        before="gce:ephemeral op",
        address=Marking(description="ip", labels=["gce:networkTier=STANDARD", "gce:promoted"]),
    )


def test_an_address_that_is_reserved_is_refused(found):
    with pytest.raises(errors.ResourceInUse, match="already reserved"):
        plan_external({"name": "ip", "address": "198.51.100.8"}, found(LASTING))


def test_names_are_taken_in_their_scope_only(found):
    with pytest.raises(errors.AlreadyExists, match="regions/us/addresses/web"):
        plan_external({"name": "web"}, found(LASTING))
    with pytest.raises(errors.AlreadyExists, match="global/addresses/world"):
        plan_external({"name": "world"}, found(WORLD, region=None))
    assert plan_external({"name": "world"}, found(WORLD)).address.labels == []
    assert plan_external({"name": "web"}, found(LASTING, region=None)).address.labels == [
        "gce:global"
    ]


def test_an_internal_address_is_of_the_subnetwork_default_without_another(found):
    plan = plan_internal({"name": "ip", "addressType": "INTERNAL"}, found())
    assert (plan.network_id, plan.subnet_id, plan.ip) == ("default-id", "default-subnet-id", None)


def test_an_internal_address_that_something_has_is_refused(found):
    fixed = [{"subnet_id": "default-subnet-id", "ip_address": "10.0.0.5"}]
    body = {"name": "ip", "addressType": "INTERNAL", "address": "10.0.0.5"}
    with pytest.raises(errors.ResourceInUse, match=r"10\.0\.0\.5"):
        plan_internal(body, found(holders=[Row(id="port", device_id="vm", fixed_ips=fixed)]))
    elsewhere = [{"subnet_id": "other", "ip_address": "10.0.0.5"}]
    free = found(holders=[Row(id="port", device_id="vm", fixed_ips=elsewhere)])
    assert plan_internal(body, free).ip == "10.0.0.5"


@pytest.mark.parametrize("ip", ["192.0.2.1", "no address"])
def test_an_internal_address_outside_of_its_subnetwork_is_refused(found, ip):
    with pytest.raises(errors.Invalid, match=r"resource\.address"):
        plan_internal({"name": "ip", "addressType": "INTERNAL", "address": ip}, found())


def test_a_global_internal_address_is_refused(found):
    with pytest.raises(errors.Unsupported, match="Global internal"):
        plan_internal({"name": "ip", "addressType": "INTERNAL"}, found(region=None))


def test_labels_replace_labels_and_leave_the_other_tags():
    present = Row(tags=["gce:global", "label:env=dev", "of-another-tool"])
    seen = fingerprints.of({"env": "dev"})
    asked = {"labels": {"a": "b"}, "labelFingerprint": seen}
    assert plan_labels(asked, present) == ["gce:global", "label:a=b"]
    for unseen in ({}, {"labelFingerprint": "AAAAAAAAAAA="}):
        with pytest.raises(errors.ConditionNotMet):
            plan_labels({"labels": {}, **unseen}, present)
