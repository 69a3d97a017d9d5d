"""The list of instance groups, managed and unmanaged."""

from __future__ import annotations

import functools
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import columns, gathering
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import path_of
from gce_dashboard.groups import actions, model, updating
from gce_dashboard.groups.resource import GROUPS, MANAGERS, as_group, scaler, with_state
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
EVERY_GROUP, EVERY_MANAGER = f"aggregated/{GROUPS.collection}", f"aggregated/{MANAGERS}"
AROUND = ("aggregated/autoscalers", "aggregated/backendServices")
BAD_REQUEST = 400


class GroupsPage(ResourcePage):
    resource = GROUPS
    short = True
    columns = (
        columns.name(),
        Column("status", _("Status"), GROUPS.status.cell),
        Column("size", _("Instances"), model.size, numeric=True),
        Column("template", _("Template"), model.template_cell),
        Column("type", _("Group type"), model.kind),
        Column("autoscaling", _("Autoscaling"), model.autoscaling),
        Column("location", _("Location"), model.location),
        Column("users", _("In use by"), model.users_cell),
        columns.created(),
        Column("ports", _("Named ports"), model.ports, optional=True),
        columns.field("description", _("Description"), optional=True),
    )
    actions = (actions.RESIZE, updating.UPDATE, updating.REPLACE, actions.DELETE)
    create = Link(_("Create instance group"))
    filter_keys = ("name:web", "zone:us-central1-a", "region:*")
    empty = Empty(
        _("No instance groups yet"),
        _("A managed group keeps as many instances of a template as you say, and replaces them."),
    )

    def fetch_all(self, filter: str) -> api.Page:
        """Managers, and the groups that have none.

        A filter that only one of both kinds understands finds nothing of the other.
        """
        wanted = dict.fromkeys(
            (path, text) for path in (EVERY_GROUP, EVERY_MANAGER) for text in (filter, "")
        )
        wanted |= dict.fromkeys((path, "") for path in AROUND)
        calls = (
            functools.partial(gathering.everything, self.client, (path,), text)
            for path, text in wanted
        )
        found = dict(zip(wanted, api.together(*calls), strict=True))
        groups, managers = found[EVERY_GROUP, filter], found[EVERY_MANAGER, filter]
        of_managers = _by_group(_quietly(found[EVERY_MANAGER, ""]))
        all_groups = _by_group(_quietly(found[EVERY_GROUP, ""]))
        rows = [
            *(
                {**each, "_group": all_groups.get(path, {})}
                for path, each in _by_group(_items(managers, filter, groups)).items()
            ),
            *(
                each
                for path, each in _by_group(_items(groups, filter, managers)).items()
                if path not in of_managers
            ),
        ]
        scalers, services = (_quietly(found[path, ""]) for path in AROUND)
        return api.Page(_completed(rows, scalers, services))


def _by_group(items: list[Json]) -> dict[str, Json]:
    """Groups, or managers, by the path of the group."""
    return {as_group(path_of(each["selfLink"])): each for each in items}


def _items(found: api.Page | api.GceError, filter: str, other: Any) -> list[Json]:
    """What was found of one kind; nothing where only the other knows what is asked for.

    :raises api.GceError: the list cannot be had
    """
    if not isinstance(found, api.GceError):
        return found.items
    unknown = filter and found.code == BAD_REQUEST and not isinstance(other, api.GceError)
    if unknown or isinstance(found, api.NotFound):
        return []
    raise found


def _quietly(found: api.Page | api.GceError) -> list[Json]:
    """What a column needs besides; the list is there without it."""
    return [] if isinstance(found, api.GceError) else found.items


def _completed(rows: list[Json], scalers: list[Json], services: list[Json]) -> list[Json]:
    by_path = {path_of(each["selfLink"]): each for each in scalers}
    return [
        {
            **with_state(row),
            "_autoscaler": by_path.get(scaler(row), {}),
            "_users": [each["selfLink"] for each in model.used_by(row, services)],
        }
        for row in rows
    ]
