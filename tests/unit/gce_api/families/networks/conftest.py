"""Rows as Neutron lists them, for plans: nothing here calls a cloud."""

import pytest

from gce_api.families.networks.everywhere import Everywhere, Region
from gce_api.families.networks.vpcs import Vpcs
from gce_api.openstack.caller import Project
from gce_api.openstack.rows import Row

PROJECT = Project(id="demo", uuid="0123456789abcdef0123456789abcdef", name="demo")


def network(name="net", *, tags=(), external=False):
    return Row(
        id=f"{name}-id",
        name=name,
        description="",
        mtu=1442,
        subnets=[],
        tags=list(tags),
        **{"router:external": external},
    )


def subnet(name="net", cidr="10.0.0.0/24", *, tags=()):
    """A subnet of the network of its name."""
    return Row(
        id=f"{name}-subnet-id",
        name=name,
        network_id=f"{name}-id",
        cidr=cidr,
        description="",
        tags=list(tags),
    )


def region(*rows, name="us"):
    """The networks and subnets of a region, which has capitals in Keystone."""
    networks = [row for row in rows if "router:external" in row]
    return Region(name.upper(), Vpcs(PROJECT, name, networks, [r for r in rows if "cidr" in r]))


@pytest.fixture
def project():
    return PROJECT


@pytest.fixture
def a_network():
    return network


@pytest.fixture
def a_subnet():
    return subnet


@pytest.fixture
def a_region():
    return region


@pytest.fixture
def world():
    """Networks of regions; of ``us`` alone where only rows are given."""

    def make(*rows, **regions):
        by_name = regions or {"us": rows}
        return Everywhere([region(*of, name=name) for name, of in by_name.items()])

    return make
