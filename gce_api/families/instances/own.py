"""Values of the endpoint's own that are kept with an instance."""

from __future__ import annotations

from gce_api.database import metadata
from gce_api.database.connection import Database
from gce_api.families.shared.limits import VALUE_LENGTH
from gce_api.openstack import keys, marks
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.metadata import of_server


def replace_own(
    database: Database, cloud: Cloud, server_id: str, key: str, value: str | None
) -> None:
    """Set ``gce:<key>``, ``None`` removes it; it is in the database where it is too long for
    Nova."""
    key, place = marks.OWN + key, (cloud.caller.project.uuid, cloud.region)
    is_long = value is not None and len(value) > VALUE_LENGTH
    if is_long:
        metadata.set_one_of_server(database, *place, server_id, key, value)
    keys.change_one(cloud, of_server(server_id), key, None if is_long else value)
    if not is_long:
        metadata.set_one_of_server(database, *place, server_id, key, None)
