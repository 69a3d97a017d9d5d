"""Looking Cinder's volume types up."""

from __future__ import annotations

from gce_api.families.shared.call import Call
from gce_api.families.storage.disk_types.found import STANDARD, DiskTypes
from gce_api.openstack import volume_types
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

NAMELESS = "__DEFAULT__"  # Cinder's own type, of clouds whose operator made none
REPLICATED = "replication_enabled"  # Cinder's extra spec, "<is> True"


def disk_types(call: Call, cloud: Cloud) -> DiskTypes:
    """The disk types of a region (one Cinder call, remembered for 30 s)."""
    regional = call.services.conf.disks.regional_types
    found = cloud.cached("volume types", lambda: _fetch(cloud))
    return DiskTypes(found, [row for row in found if row.name in regional or _is_replicated(row)])


def _is_replicated(row: Row) -> bool:
    said = row.get("extra_specs", {}).get(REPLICATED, "")
    return said.removeprefix("<is>").strip().lower() == "true"


def _fetch(cloud: Cloud) -> list[Row]:
    found = volume_types.listed(cloud)
    named = [row for row in found if row.name != NAMELESS]
    return named or [Row({**row, "name": STANDARD}) for row in found]
