"""What refers to a resource, as tabs of its page: the subnets of a network, the VMs of a group."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils.functional import lazy

from gce_dashboard import api
from gce_dashboard.framework import registry
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.panels import Shown, Tab, Table
from gce_dashboard.framework.resources import path_of

Json = dict[str, Any]
MOST = 100  # rows; the list itself has them all


@dataclasses.dataclass(frozen=True, kw_only=True)
class Related(Table):
    """The resources of another collection whose field refers to the page's resource.

    Its columns are those of that collection's list.

    :ivar by: the field: ``network``, or ``networkInterfaces.network``
    :ivar create: the words of a link to the page that creates one, opened with the page's own
    """

    collection: str
    by: str
    create: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fetch", self.look)
        if self.create:
            object.__setattr__(self, "link", self.creating)
            object.__setattr__(self, "adds", (self.collection,))

    def filter(self, path: str) -> str:
        return f'{self.by}="*/{path}"'

    def look(self, client: api.Client, path: str) -> api.Page:
        where = registry.resource(self.collection).paths[0]
        return client.list(where, filter=self.filter(path), max_results=MOST)

    def creating(self, item: Json) -> tuple[str, str]:
        opened = {self.by.rpartition(".")[2]: item["name"]}
        return self.create, registry.resource(self.collection).page("create", opened)

    @property
    def of_list(self) -> list[Column]:
        """What the list shows, but for what is the same in each row."""
        every: tuple[Column, ...] = registry.list_page(self.collection).columns
        return [each for each in every if not each.optional and self.by not in each.paths]

    def context(self, shown: Shown) -> Json:
        page = shown.fetched
        if not isinstance(page, api.Page):
            return super().context(shown)
        rows = Table(columns=self.of_list, empty=self.empty).context(
            dataclasses.replace(shown, fetched=page.items)
        )
        resource = registry.resource(self.collection)
        filter = self.filter(path_of(shown.item["selfLink"]))
        return {
            **rows,
            "all": resource.page("index", {"filter": filter}) if page.next_token else "",
        }


def related(collection: str, *, by: str, create: str = "") -> Tab:
    """A tab with the resources of a collection that refer to the page's by a field."""
    title = lazy(lambda: str(registry.resource(collection).plural), str)()
    table = Related(title=title, collection=collection, by=by, create=create)
    return Tab(collection, title, (table,), about=collection)
