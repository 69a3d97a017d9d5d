"""Operations on projects."""

from __future__ import annotations

from gce_api.database import metadata
from gce_api.database.connection import Database
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step


@durable("projects.set_metadata", was="gce_api.flows.projects.set_metadata")
def set_metadata(project: str, values: dict[str, str]) -> Flow:
    """Replace a project's commonInstanceMetadata (``project``: Keystone UUID)."""
    return flow("set project metadata", step(_replace))


def _replace(database: Database, project: str, values: dict[str, str]) -> None:
    metadata.set_of_project(database, project, values)
