"""A load balancer is brought to what it is to be, a change at a time."""

from dataclasses import asdict, replace

import pytest

from gce_api.families.balancing.balancers import approach
from gce_api.openstack.octavia import Balancer, Listener, Member, Monitor, Policy, Pool, Rule
from gce_api.openstack.rows import Row

MONITOR = Monitor(type="TCP", delay=5, timeout=5, max_retries=2, max_retries_down=2)
MEMBER = Member(name="vm", address="10.0.0.1", subnet_id="s", protocol_port=80)
WEB = Pool(name="web", protocol="HTTP", healthmonitor=MONITOR, members=(MEMBER,))
API = Pool(name="api", protocol="HTTP")
POLICY = Policy("api", (Rule("PATH", "EQUAL_TO", "/api"),))
PORT = Listener(
    name="port-80", protocol="HTTP", protocol_port=80, default_pool="web", l7policies=(POLICY,)
)
WHOLE = Balancer((PORT,), (WEB, API))


class Octavia:
    """The functions of :mod:`gce_api.openstack.balancers` on one load balancer in memory."""

    def __init__(self):
        self.rows = {"pools": {}, "listeners": {}, "l7policies": {}, "healthmonitors": {}}
        self.asked = []

    def pools(self, _, __):
        return dict(self.rows["pools"])

    def listeners(self, _, __):
        return dict(self.rows["listeners"])

    def policies(self, _, listener_id):
        return {r.name: r for r in self.rows["l7policies"].values() if r["of"] == listener_id}

    def members(self, _, pool_id):
        return self.rows["pools"][pool_id]["members"]

    def monitor(self, _, monitor_id):
        return self.rows["healthmonitors"].get(monitor_id)

    def make_pool(self, _, __, wanted):
        self._make("pools", wanted.name, lb_algorithm=wanted.lb_algorithm, members=[])

    def change_pool(self, _, pool_id, wanted):
        self._change("pools", pool_id, lb_algorithm=wanted.lb_algorithm)

    def set_members(self, _, pool_id, wanted):
        self._change("pools", pool_id, members=[asdict(member) for member in wanted])

    def make_monitor(self, _, pool_id, wanted):
        self._make("healthmonitors", "m", **asdict(wanted))
        self.rows["pools"][pool_id]["healthmonitor_id"] = "m"

    def change_monitor(self, _, monitor_id, change):
        self._change("healthmonitors", monitor_id, **change)

    def make_listener(self, _, __, wanted, pool_id):
        self._make("listeners", wanted.name, default_pool_id=pool_id, l7policies=[])

    def lead(self, _, listener_id, pool_id):
        self._change("listeners", listener_id, default_pool_id=pool_id)

    def make_policy(self, _, listener_id, wanted, position, pool_id):
        self._make("l7policies", wanted.name(position), of=listener_id, to=pool_id, rules=[])
        self.rows["listeners"][listener_id]["l7policies"].append(wanted.name(position))

    def add_rule(self, _, policy_id, rule):
        self.asked.append("rule")
        self.rows["l7policies"][policy_id]["rules"].append(rule)

    def drop(self, _, kind, row_id):
        self.asked.append(f"drop {kind} {row_id}")
        del self.rows[kind][row_id]
        if kind == "healthmonitors":
            for pool in self.rows["pools"].values():
                pool.pop("healthmonitor_id", None)

    def _make(self, kind, name, **fields):
        self.asked.append(f"make {kind} {name}")
        self.rows[kind][name] = Row(id=name, name=name, **fields)

    def _change(self, kind, row_id, **fields):
        self.asked.append(f"change {kind} {row_id}: {', '.join(fields)}")
        self.rows[kind][row_id] |= fields


@pytest.fixture
def octavia(monkeypatch):
    """A load balancer without any part, and how to bring it to what is wanted."""
    octavia = Octavia()
    monkeypatch.setattr(approach, "balancers", octavia)

    def bring(wanted):
        octavia.asked.clear()
        for _ in range(20):
            before = len(octavia.asked)
            if not approach.step_towards(None, "lb", wanted):
                return octavia.asked
            assert len(octavia.asked) == before + 1  # it is immutable until that is done
        raise AssertionError(octavia.asked)

    octavia.bring = bring
    return octavia


def test_its_parts_are_made_one_after_the_other_those_first_that_others_need(octavia):
    assert octavia.bring(WHOLE) == [
        "make pools web",
        "change pools web: members",
        "make healthmonitors m",
        "make pools api",
        "make listeners port-80",
        f"make l7policies {POLICY.name(1)}",
        "rule",
    ]
    assert octavia.bring(WHOLE) == []


def test_what_another_tool_has_made_besides_is_taken_away(octavia):
    octavia.bring(WHOLE)
    octavia.make_pool(None, "lb", Pool(name="strange", protocol="HTTP"))
    assert octavia.bring(WHOLE) == ["drop pools strange"]


def test_only_what_is_another_is_changed(octavia):
    octavia.bring(WHOLE)
    pool = replace(WEB, lb_algorithm="LEAST_CONNECTIONS", members=(replace(MEMBER, weight=5),))
    changed = replace(pool, healthmonitor=replace(MONITOR, delay=9))
    assert octavia.bring(Balancer((PORT,), (changed, API))) == [
        "change pools web: lb_algorithm",
        "change pools web: members",
        "change healthmonitors m: delay",
    ]


def test_a_check_of_another_type_is_another_monitor(octavia):
    octavia.bring(WHOLE)
    changed = replace(WEB, healthmonitor=replace(MONITOR, type="PING"))
    assert octavia.bring(Balancer((PORT,), (changed, API))) == [
        "drop healthmonitors m",
        "make healthmonitors m",
    ]
    assert octavia.bring(Balancer((PORT,), (replace(WEB, healthmonitor=None), API))) == [
        "drop healthmonitors m"
    ]


def test_a_rule_without_a_target_has_an_empty_load_balancer(octavia):
    octavia.bring(WHOLE)
    assert octavia.bring(Balancer()) == [
        "drop listeners port-80",
        "drop pools web",
        "drop pools api",
    ]
