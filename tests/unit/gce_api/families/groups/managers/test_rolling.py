"""How a managed group goes over to another template."""

import pytest

from gce_api.families.groups.managers import deeds, members
from tests.unit.gce_api.families.groups.managers.test_deeds import (
    NEW,
    OLD,
    actions,
    content,
    running,
    seen,
    server,
)


class Cloud:
    """Does at once whatever a group begins, and counts its members, and those that are at rest."""

    def __init__(self, group):
        self.group = group
        self.servers = {m["server"]: server(m["server"]) for m in group["instances"].values()}
        self.well, self.there, self.made = [], [], 0  # at each look

    def step(self):
        view = seen(*self.servers.values(), done=None, **dict.fromkeys(self.operations))
        self.group = deeds.settle(self.group, view)
        self.well.append(sum(m["action"] == "NONE" for m in self.group["instances"].values()))
        self.there.append(len(self.servers))
        for deed in deeds.begin(self.group, view, 99):
            member = self.group["instances"][deed.name]
            deeds.begun(self.group, deed, "done")
            if deed.verb == "insert":
                self.made += 1
                member["operation"] = f"made-{self.made}"
                uuid = f"new-{self.made}"
                self.servers[uuid] = server(uuid, maker=member["operation"])
            else:
                self.servers.pop(member["server"], None)

    @property
    def operations(self):
        return [f"made-{n}" for n in range(1, self.made + 1)]

    def settle(self):
        for _ in range(40):
            self.step()
            if members.is_stable(self.group):
                return
        raise AssertionError(actions(self.group))


def old_group(**policy):
    of = {name: running(name, template=OLD) for name in ("a", "b", "c")}
    return content(3, **of) | {"updatePolicy": {"type": "PROACTIVE", **policy}}


@pytest.mark.parametrize(
    ("policy", "least", "most"),
    [
        ({"maxSurge": {"fixed": 1}, "maxUnavailable": {"fixed": 0}}, 3, 4),
        ({"maxSurge": {"percent": 100}, "maxUnavailable": {"fixed": 0}}, 3, 6),
        ({"maxUnavailable": {"fixed": 1}}, 2, 3),
        ({"maxUnavailable": {"fixed": 2}}, 1, 3),
        ({}, 2, 3),
    ],
)
def test_a_group_stays_between_what_may_be_missing_and_what_may_be_added(policy, least, most):
    cloud = Cloud(old_group(**policy))
    cloud.settle()
    assert (min(cloud.well), max(cloud.there)) == (least, most)
    found = cloud.group["instances"].values()
    assert [member["template"] for member in found] == [NEW] * 3


def test_a_canary_is_made_beside_the_others_and_one_of_them_goes():
    group = old_group(maxSurge={"fixed": 1}, maxUnavailable={"fixed": 0})
    canary = {"instanceTemplate": NEW, "targetSize": {"fixed": 1}}
    cloud = Cloud(group | {"versions": [{"instanceTemplate": OLD}, canary]})
    cloud.settle()
    assert min(cloud.well) == 3
    templates = sorted(member["template"] for member in cloud.group["instances"].values())
    assert templates == [NEW, OLD, OLD]
