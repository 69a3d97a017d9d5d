"""URL maps as GCE shows them."""

from __future__ import annotations

from gce_api.database.models import Resource
from gce_api.families.balancing.url_maps import tests
from gce_api.families.balancing.url_maps.ways import with_services
from gce_api.families.shared.kept import shown
from gce_api.families.shared.known import Content
from gce_api.google import fingerprints
from gce_api.google.links import Links


def to_url_map(links: Links, row: Resource) -> Content:
    """GCE's UrlMap of what is kept."""
    content = with_services(row.content, links.url)
    return {**content, **shown(links, row), "fingerprint": fingerprints.of(row.content)}


def failures(links: Links, plan: Content) -> list[Content]:
    """GCE's TestFailure of each test of a planned URL map that does not hold."""
    return tests.failures(with_services(plan, links.url))
