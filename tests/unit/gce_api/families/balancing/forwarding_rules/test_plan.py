"""A new forwarding rule."""

import msgspec
import pytest

from gce_api.families.balancing.forwarding_rules import flow
from gce_api.families.balancing.forwarding_rules.plan import FoundForRule, Inside, plan_rule
from gce_api.families.instances.interfaces.plan import External
from gce_api.google import errors
from gce_api.operations import plans

POOL = "regions/us-central1/targetPools/web"
SERVICE = "regions/us-central1/backendServices/web"
PROXY = "global/targetHttpProxies/web"
OUTSIDE = External(network_id="public")
INSIDE = Inside({"vip_subnet_id": "subnet"}, {"subnetwork": "regions/us-central1/subnetworks/s"})


@pytest.fixture
def regional(known):
    return FoundForRule(
        known=known(**{POOL: {}, SERVICE: {"protocol": "TCP"}}),
        region="us-central1",
        external=OUTSIDE,
    )


@pytest.fixture
def internal(known):
    return FoundForRule(
        known=known(**{SERVICE: {"protocol": "TCP"}}), region="us-central1", inside=INSIDE
    )


@pytest.fixture
def everywhere(known):
    return FoundForRule(known=known(scope="global", **{PROXY: {}}), region=None, external=OUTSIDE)


def test_a_rule_listens_on_each_port_of_its_range_and_has_an_address_of_its_own(regional):
    plan = plan_rule({"name": "web", "portRange": "80-82", "target": POOL}, regional)
    assert plan.path == "regions/us-central1/forwardingRules/web"
    assert (plan.content.target, plan.content.ports) == (POOL, [80, 81, 82])
    assert plan.content.fields["portRange"] == "80-82"
    assert plan.content.fields["networkTier"] == "PREMIUM"
    assert plan.external == OUTSIDE


def test_an_internal_rule_is_where_it_is_asked_to_be(internal):
    body = {"name": "web", "ports": ["80"], "loadBalancingScheme": "INTERNAL"}
    plan = plan_rule({**body, "backendService": "web", "IPAddress": "10.0.0.9"}, internal)
    assert plan.content.vip == {"vip_subnet_id": "subnet", "vip_address": "10.0.0.9"}
    assert plan.content.place == INSIDE.place
    assert plan.external is None
    with pytest.raises(errors.Unsupported, match="by the name of a reserved one"):
        plan_rule({**body, "backendService": "web", "IPAddress": "reserved"}, internal)


def test_a_global_rule_leads_to_a_proxy(everywhere):
    body = {"name": "web", "portRange": "80"}
    assert plan_rule({**body, "target": PROXY}, everywhere).content.target == PROXY
    with pytest.raises(errors.Unsupported, match="leads to a target proxy"):
        plan_rule({**body, "backendService": "web"}, everywhere)


@pytest.mark.parametrize(
    ("said", "error", "message"),
    [
        ({"portRange": None}, errors.Unsupported, "every port"),
        ({"portRange": "80-96"}, errors.Unsupported, "up to 16"),
        ({"portRange": "0"}, errors.Invalid, "port range"),
        ({"IPProtocol": "ESP"}, errors.Unsupported, "ESP"),
        ({"ipVersion": "IPV6"}, errors.Unsupported, "IPv6"),
        ({"loadBalancingScheme": "INTERNAL"}, errors.Invalid, "leads to a backend service"),
        ({"backendService": "web"}, errors.Invalid, "not to both"),
        ({"target": None, "backendService": "web", "IPProtocol": "UDP"}, errors.Invalid, "TCP"),
        ({"target": "none"}, errors.NotFound, "targetPools/none"),
        ({"name": "Web"}, errors.Invalid, r"resource\.name"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(regional, said, error, message):
    with pytest.raises(error, match=message):
        plan_rule({"name": "web", "portRange": "80", "target": POOL, **said}, regional)


def test_a_taken_name_is_refused(known):
    there = known(**{POOL: {}, "regions/us-central1/forwardingRules/web": {}})
    found = FoundForRule(known=there, region="us-central1", external=OUTSIDE)
    with pytest.raises(errors.AlreadyExists, match="forwardingRules/web"):
        plan_rule({"name": "web", "portRange": "80", "target": POOL}, found)


def test_a_plan_is_read_as_it_was_kept_and_so_is_one_of_the_first_release(regional):
    plan = plan_rule({"name": "web", "portRange": "80", "target": POOL}, regional).by("agent")
    make, arguments = plans.opened("forwardingRules.insert", plans.kept({"plan": plan}))
    assert (make, arguments) == (flow.insert, {"plan": plan})
    first = {name: value for name, value in msgspec.to_builtins(plan).items() if name != "version"}
    assert plans.opened("gce_api.flows.balancers.insert", first) == (make, {"plan": plan})
