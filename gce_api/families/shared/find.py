"""Looking up what of the endpoint's own resources a body may refer to."""

from __future__ import annotations

from gce_api.database import references, resources
from gce_api.database.models import Resource
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.families.shared.known import Kept, Known


def known(call: Call, *collections: str) -> Known:
    """What a body may refer to, of these collections (one query)."""
    scope = scope_of(call)
    with call.services.database.reader() as session:
        found = resources.of_collections(session, call.project.uuid, collections)
        return Known(
            references=call.references,
            project=call.project.id,
            scope=scope,
            resources={references.known_as(row): kept(row) for row in found},
        )


def kept(row: Resource) -> Kept:
    """A row as plans know it."""
    return Kept(references.known_as(row), row.id, row.content)
