"""Load balancers follow what they are made of: what that means for a change of it."""

from __future__ import annotations

from gce_api.database.models import Resource
from gce_api.database.references import path_of
from gce_api.families.balancing import find
from gce_api.families.balancing.balancers import flow
from gce_api.families.balancing.balancers.flow import ChangePlan, Place
from gce_api.families.shared.call import Call
from gce_api.families.shared.felt import Change, Following, follower


@follower
def load_balancers(call: Call, path: str) -> Following | None:
    """Those of the forwarding rules that lead to the resource of a path."""
    rules = find.rules_over(call, path)
    places = [Place(path_of(rule), _region_of(call, rule)) for rule in rules]
    if not places:
        return None

    def arguments(change: Change) -> dict[str, ChangePlan]:
        before, after = change.before, change.after
        return {"plan": ChangePlan(path=change.path, before=before, after=after, rules=places)}

    return Following(flow.apply, arguments)


def _region_of(call: Call, rule: Resource) -> str:
    """The Keystone region of a rule's load balancer; of a global one the default region."""
    kind, _, region = rule.scope.partition("/")
    return (call.cloud_of(region) if kind == "regions" else call.clouds[0]).region
