"""The page of one resource: ``resource.js`` keeps what it shows live."""

from __future__ import annotations

from typing import Any

from gce_dashboard import api, conf
from gce_dashboard.framework.acting import ActingPage
from gce_dashboard.framework.actions import Action

Json = dict[str, Any]
# what the page's script is told of the fragment that the page was opened with
TOLD = ("allowed", "remarks", "busy", "version", "failed", "notices")


class DetailPage(ActingPage):
    """The page of one resource; its template has an element for each of its parts.

    :ivar bar: the actions at the top of the page, some of :attr:`actions`
    """

    bar: tuple[Action, ...] = ()

    @property
    def path(self) -> str:
        """The resource's path within its project: the target of actions."""
        raise NotImplementedError

    @property
    def page_title(self) -> str:
        return self.kwargs["name"]

    # what a panel says about its resource

    def look(self) -> Json | api.GceError:
        """The resource, and whatever else its parts need."""
        return self.client.get(self.path)

    def parts(self, item: Json) -> dict[str, str]:
        """The parts of the page as HTML."""
        raise NotImplementedError

    def is_busy(self, item: Json) -> bool:
        """Whether the resource is changing, so that the page should look again soon."""
        return False

    # the page

    def fragment(self) -> Json:
        try:
            found = self.look()
        except api.GceError as error:
            found = error
        gone = isinstance(found, api.NotFound)
        failed = isinstance(found, api.GceError)
        if failed and not gone:
            self.report(found)
        return {
            "parts": {} if failed else self.parts(found),
            "allowed": [] if failed else self.actions_of(found),
            "remarks": {} if failed else self.remarks_on(found),
            "busy": not failed and self.is_busy(found),
            "gone": gone,
            "failed": failed and not gone,
            "notices": self.notices,
        }

    def get_context_data(self, **kwargs: Any) -> Json:
        fragment = kwargs["fragment"]
        return {
            **super().get_context_data(**kwargs),
            "bar": self.bar,
            "config": {
                "target": self.path,
                "name": self.kwargs["name"],
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": conf.get().poll_interval,
                **{key: fragment[key] for key in TOLD},
            },
        }
