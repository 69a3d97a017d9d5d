"""The page of one instance group."""

from __future__ import annotations

import functools
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import observing
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.panels import Tab
from gce_dashboard.groups import actions, cards, healing, members, model, ports, scaling, updating
from gce_dashboard.groups.resource import GROUPS, as_group, as_manager, is_manager, with_state
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
OVERVIEW = Tab("details", _("Overview"), (cards.FACTS, cards.SIZE, healing.CARD, cards.PORTS))
MANAGED_TABS = (
    OVERVIEW,
    Tab("members", _("Instances"), (cards.MEMBERS,)),
    Tab("autoscaling", _("Autoscaling"), (cards.SCALING, cards.SCHEDULES)),
    observing.tab(cards.CHARTS),
    Tab("errors", _("Errors"), (cards.ERRORS,)),
)
UNMANAGED_TABS = (OVERVIEW, Tab("members", _("Instances"), (cards.ADDED,)))


class GroupPage(DetailPage):
    resource = GROUPS
    missing = _("There is no such instance group")
    tabs = MANAGED_TABS
    actions = (
        actions.RESIZE,
        updating.UPDATE,
        updating.REPLACE,
        actions.DELETE,
        ports.PORTS,
        healing.HEAL,
        scaling.AUTOSCALE,
        scaling.STOP_SCALING,
        *members.OF_MANAGED,
        *members.OF_UNMANAGED,
    )

    @functools.cached_property
    def path(self) -> str:
        """The manager's path where the group has one."""
        group = super().path
        manager = as_manager(group)
        try:
            self.client.get(manager)
        except api.NotFound:
            return group
        except api.GceError:
            return manager
        return manager

    @property
    def shown_bar(self) -> tuple[Action, ...]:
        whole = (actions.RESIZE, updating.UPDATE, updating.REPLACE)
        return (*(whole if is_manager(self.path) else ()), actions.DELETE)

    @property
    def own_tabs(self) -> tuple[Tab, ...]:
        return MANAGED_TABS if is_manager(self.path) else UNMANAGED_TABS

    def get_item(self) -> Json:
        """The group or its manager, with autoscaler, errors and what sends traffic to it."""
        item = super().get_item()
        client = self.client
        group, autoscaler, errors, services = api.together(
            lambda: client.get(as_group(self.path)),
            lambda: scaling.present(client, item),
            lambda: members.errors(client, self.path),
            lambda: client.list_all("aggregated/backendServices"),
        )
        used = [] if isinstance(services, api.GceError) else model.used_by(item, services)
        return {
            **with_state(item),
            "_group": {} if isinstance(group, api.GceError) else group,
            "_autoscaler": {} if isinstance(autoscaler, api.GceError) else autoscaler,
            "_errors": [] if isinstance(errors, api.GceError) else errors,
            "_services": used,
            "_users": [each["selfLink"] for each in used],
        }
