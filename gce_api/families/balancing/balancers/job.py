"""Lets load balancers follow what no request for them tells of.

Managed groups make and lose members, and instances are deleted; an address of theirs that another
instance gets must not have their traffic.
"""

from __future__ import annotations

import time
from dataclasses import asdict

from gce_api.background.jobs import apart, every
from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.database.references import RULES, path_of
from gce_api.families.balancing.balancers import reach
from gce_api.families.balancing.balancers.backends import ByPath
from gce_api.families.balancing.balancers.flow import advance
from gce_api.families.balancing.balancers.plan import written
from gce_api.families.shared.call import Services
from gce_api.google import fingerprints
from gce_api.operations.kinds import LOAD_BALANCER

LOOK = 15.0  # seconds between two looks at the instances of a rule whose records are as they were

_seen: dict[
    str, tuple[str, float]
] = {}  # of each rule: what was written, and when it was looked at


@every(3)
def look_after_balancers(services: Services) -> None:
    with services.database.reader() as session:
        rules = list(resources.everywhere(session, RULES))
    for gone in _seen.keys() - {rule.id for rule in rules}:
        del _seen[gone]
    known: dict[str, ByPath] = {}
    for rule in rules:
        if not rule.content.get("balancer") or not rule.content["agent"]:
            continue
        if rule.project not in known:
            known[rule.project] = reach.resources_of(services.database, rule.project)
        _look(services, rule, known[rule.project])


def _look(services: Services, rule: Resource, there: ByPath) -> None:
    """One step of a load balancer, unless there is nothing new that it should follow."""
    now = fingerprints.of(asdict(written(rule.content, there)))
    if _is_due(rule, now):
        _seen[rule.id] = (now, time.monotonic())
        with apart(f"Looking after the forwarding rule {rule.name}"):
            if not _tend(services, rule):
                del _seen[rule.id]


def _is_due(rule: Resource, now: str) -> bool:
    known, looked = _seen.get(rule.id, ("", 0.0))
    return known != now or time.monotonic() - looked > LOOK


def _tend(services: Services, rule: Resource) -> bool:
    """One step of one load balancer; whether it is as it should be."""
    with services.agents.acting(rule.project, rule.content["agent"]) as caller:
        cloud = services.clouds.at(caller, rule.scope)
        row = LOAD_BALANCER.look(cloud, rule.content["balancer"])
        return advance(cloud, services.database, path_of(rule), row)
