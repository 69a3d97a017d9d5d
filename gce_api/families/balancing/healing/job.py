"""Tells managed groups how their members are: the health check of a group that heals by one.

OpenStack probes only what is behind a load balancer. So a group is told of where it is a backend of
a service with the same health check; of others nothing is known, and they heal nothing by it.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from gce_api.background.jobs import apart, every
from gce_api.database import references, resources
from gce_api.database.models import Resource
from gce_api.database.references import MANAGERS, known_as, path_of
from gce_api.families.groups.managers.healing import UNHEALTHY, UNKNOWN, check_of
from gce_api.families.shared.call import Services
from gce_api.openstack import balancers
from gce_api.openstack.parallel import gather

STATES = {"ONLINE": "HEALTHY", "ERROR": UNHEALTHY, "DRAINING": "DRAINING"}


@every(10)
def look_at_health(services: Services) -> None:
    with services.database.reader() as session:
        managers = resources.everywhere(session, MANAGERS)
        probed = [(row, _balancers_of(session, row)) for row in managers if check_of(row.content)]
    for row, behind in probed:
        with apart(f"Looking at the health of the instance group {row.name}"):
            _note(services, row, _states(services, row, behind) if behind else {})


def _balancers_of(session: Session, manager: Resource) -> list[str]:
    """The load balancers in Octavia that probe a group by its health check."""
    check, group = check_of(manager.content), known_as(manager)
    services = [
        path_of(row)
        for row in resources.listed(session, manager.project, "backendServices")
        if row.content["healthChecks"][:1] == [check]
        and any(backend["group"] == group for backend in row.content["backends"])
    ]
    rules = [
        rule
        for service in services
        for rule in references.rules_over(session, manager.project, service)
    ]
    return sorted({rule.content["balancer"] for rule in rules if rule.content.get("balancer")})


def _states(services: Services, manager: Resource, behind: list[str]) -> dict[str, str]:
    """GCE's health of servers, by their UUIDs, which are their names as members: the worst."""
    with services.agents.acting(manager.project, manager.content["agent"]) as caller:
        cloud = services.clouds.at(caller, manager.scope)
        found = gather(*(partial(balancers.members_by_pool, cloud, each) for each in behind))
    states: dict[str, str] = {}
    for _pool, member in (pair for of_balancer in found for pair in of_balancer):
        state = STATES.get(member["operating_status"], UNKNOWN)
        if states.get(member["name"]) != UNHEALTHY:
            states[member["name"]] = state
    return states


def _note(services: Services, manager: Resource, states: dict[str, str]) -> None:
    """Write down what has changed."""
    with services.database.writer() as session:
        row = resources.by_id(session, manager.id, lock=True)
        if row is None:
            return
        told = {
            name: {**member, "health": states.get(member["server"] or "", UNKNOWN)}
            for name, member in row.content["instances"].items()
        }
        if told != row.content["instances"]:
            row.content = {**row.content, "instances": told}
