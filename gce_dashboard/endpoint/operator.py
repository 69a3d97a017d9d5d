"""Lists of what the endpoint tells those who run the cloud."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from gce_dashboard import api
from gce_dashboard.endpoint.resource import ENDPOINTS, SIBLINGS
from gce_dashboard.framework.listing import ResourcePage
from gce_dashboard.framework.registry import Resource

Json = dict[str, Any]


def told(collection: str) -> Resource:
    """One of the endpoint's lists for operators, as the panel speaks of it."""
    return dataclasses.replace(ENDPOINTS, collection=collection, scopes=())


class OperatorPage(ResourcePage):
    """A list in a tab of the panel; the endpoint refuses those who are no operators."""

    siblings = SIBLINGS
    has_equivalent = False

    @functools.cached_property
    def client(self) -> api.Operator:
        return api.operator_from_request(self.request)

    def key(self, item: Json) -> str:
        return item["name"]


class WholePage(OperatorPage):
    """One that the endpoint tells whole; what is looked for in it is looked for here."""

    short = True
    poll_interval = 300

    def fetch_all(self, filter: str) -> api.Page:
        return self.client.list(self.paths[0])
