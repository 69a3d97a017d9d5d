"""What becomes of the fields of requests about projects."""

from __future__ import annotations

from gce_api.google.inputs import declare

declare("ProjectsListXpnHostsRequest", done="organization")
