"""Metadata that OpenStack cannot hold: long values of servers, and a project's own entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select

from gce_api.database.connection import Database
from gce_api.database.models import MetadataValue, ProjectMetadata


def of_servers(database: Database, servers: Iterable[str]) -> dict[str, dict[str, str]]:
    """The long values of servers: ``{server uuid: {key: value}}``, one query for all."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    query = select(MetadataValue).where(MetadataValue.server.in_(list(servers)))
    with database.reader() as session:
        for row in session.scalars(query):
            found[row.server][row.key] = row.value
    return dict(found)


def servers_with_values(database: Database, project: str, region: str) -> set[str]:
    """The servers of a project (Keystone UUID) in a region (Keystone's) that have long values."""
    query = select(MetadataValue.server).distinct()
    with database.reader() as session:
        return set(session.scalars(query.filter_by(project=project, region=region)))


def set_of_server(
    database: Database, project: str, region: str, server: str, values: Mapping[str, str]
) -> None:
    """Replace all long values of a server; ``project`` and ``region`` as Keystone calls them."""
    with database.writer() as session:
        session.execute(delete(MetadataValue).where(MetadataValue.server == server))
        session.add_all(
            MetadataValue(server=server, key=key, project=project, region=region, value=value)
            for key, value in values.items()
        )


def set_one_of_server(
    database: Database, project: str, region: str, server: str, key: str, value: str | None
) -> None:
    """Set one long value of a server; ``None`` removes it."""
    with database.writer() as session:
        of_key = (MetadataValue.server == server, MetadataValue.key == key)
        session.execute(delete(MetadataValue).where(*of_key))
        if value is not None:
            row = MetadataValue(server=server, key=key, project=project, region=region, value=value)
            session.add(row)


def forget_server(database: Database, server: str) -> None:
    """Remove all long values of a server that is gone."""
    with database.writer() as session:
        session.execute(delete(MetadataValue).where(MetadataValue.server == server))


def of_project(database: Database, project: str) -> dict[str, str]:
    """A project's commonInstanceMetadata (``project``: Keystone UUID)."""
    with database.reader() as session:
        rows = session.scalars(select(ProjectMetadata).where(ProjectMetadata.project == project))
        return {row.key: row.value for row in rows}


def set_of_project(database: Database, project: str, values: Mapping[str, str]) -> None:
    """Replace a project's commonInstanceMetadata."""
    with database.writer() as session:
        session.execute(delete(ProjectMetadata).where(ProjectMetadata.project == project))
        session.add_all(
            ProjectMetadata(project=project, key=key, value=value) for key, value in values.items()
        )
