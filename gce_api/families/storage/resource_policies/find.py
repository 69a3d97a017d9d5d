"""Looking resource policies up, which the endpoint keeps itself."""

from __future__ import annotations

from gce_api.database.models import Resource
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.families.storage.resource_policies.found import COLLECTION, Policies, Policy

POLICIES = Collection(COLLECTION)


def policies(call: Call) -> Policies:
    """All of the project's."""
    return Policies(call.references, [of_row(row) for row in POLICIES.of_project(call)])


def of_row(row: Resource) -> Policy:
    """A policy as it is kept."""
    return Policy(row.id, row.name, row.scope, row.content)
