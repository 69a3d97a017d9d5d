"""The latest operations on a resource, as a tab of its page."""

from __future__ import annotations

from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import operation_cells as cells
from gce_dashboard.framework import render
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.panels import Tab, Table
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
SHOWN = 20


def fetch(client: api.Client, path: str) -> list[Json]:
    """The latest operations on the resource at a path."""
    scope = path.rpartition("/")[0].rpartition("/")[0] or "global"
    return client.list(
        f"{scope}/operations",
        filter=f'targetLink="*/{path}"',
        max_results=SHOWN,
        order_by="creationTimestamp desc",
    ).items


COLUMNS = (
    Column("type", gettext_lazy("Type"), cells.kind),
    Column("status", gettext_lazy("Status"), cells.status),
    Column("progress", gettext_lazy("Progress"), cells.progress),
    Column("user", gettext_lazy("User"), lambda op: render.text(op.get("user"))),
    Column("start", gettext_lazy("Start"), lambda op: render.moment(op.get("startTime"))),
    Column("duration", gettext_lazy("Duration"), cells.duration, numeric=True),
)
PANEL = Table(
    title=gettext_lazy("Operations"),
    columns=COLUMNS,
    fetch=fetch,
    empty=gettext_lazy("No operations"),
)
TAB = Tab("operations", gettext_lazy("Operations"), (PANEL,))
