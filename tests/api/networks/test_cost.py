"""What lists of networks, and of what is in them, cost."""

import pytest

from tests.api.contract import a_name
from tests.api.networks.making import NETWORKS, SUBNETWORKS

LISTS = (
    "global/networks",
    "aggregated/subnetworks",
    "global/firewalls",
    "global/routes",
    "aggregated/routers",
    "aggregated/addresses",
    "global/addresses",
)
MOST = 5


@pytest.fixture
def grow(own):
    """Makes one more of everything in the project."""
    made = []

    def make(collection, **body):
        name = body.setdefault("name", a_name("cost"))
        singular = "address" if collection.endswith("ddresses") else collection[:-1]
        own.done(f"{collection}.insert", body)
        made.append((f"{collection}.delete", {singular: name}))
        return name

    def one_more(number):
        name = make("networks", autoCreateSubnetworks=False)
        network, subnetwork = NETWORKS + name, SUBNETWORKS + name
        make("subnetworks", name=name, network=network, ipCidrRange=f"10.9{number}.0.0/24")
        make("firewalls", network=network, allowed=[{"IPProtocol": "tcp"}], sourceTags=["a"])
        make("routers", network=network)
        destination = {"destRange": "10.99.0.0/24", "nextHopIp": f"10.9{number}.0.9"}
        make("routes", network=network, priority=1000, **destination)
        make("addresses", addressType="INTERNAL", subnetwork=subnetwork)
        make("globalAddresses")

    yield one_more
    for method, parameters in reversed(made):
        own.done(method, **parameters)


def test_lists_cost_the_same_calls_however_long_they_are(counting, grow):
    grow(0)
    few = {path: counting(path) for path in LISTS}
    grow(1)
    for path, (shorter, calls) in few.items():
        longer, more = counting(path)
        assert len(str(longer)) > len(str(shorter)), path
        assert len(more) <= len(calls) <= MOST, more
