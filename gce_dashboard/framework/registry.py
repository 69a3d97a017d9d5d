"""The collections that the console has pages for; links and tables of pages derive from it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.views import View

from gce_dashboard.framework import project
from gce_dashboard.framework.resources import SCOPE, path_of, prefix, project_of, scope_of
from gce_dashboard.framework.status import Status

Json = dict[str, Any]
PROJECT = "project"  # Horizon's dashboard for users
STATELESS = Status({})
GLOBAL, REGION, ZONE = "global", "region", "zone"
OWNER = r"(?:projects/[-a-z0-9:.]+/)?"  # of a public image
PLACE = rf"{OWNER}{SCOPE}"


def words(collection: str) -> str:
    """A collection as gcloud calls it: ``target-pools``."""
    return re.sub(r"(?<!^)([A-Z])", r"-\1", collection).lower()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Resource:
    """A collection of GCE and how the console speaks of it.

    :ivar collection: GCE's word, such as ``snapshots``
    :ivar scopes: where its resources are: :data:`GLOBAL`, :data:`REGION`, :data:`ZONE`; none for
        what is itself a place
    :ivar title: one of them in a page's words; ``plural``: many
    :ivar slug: of its panel, in :attr:`dashboard`
    :ivar type: Google's schema, where it is not the collection without its ``s``
    :ivar gcloud: its command group, where that is not the collection's words
    :ivar terraform: its resource type, where that is not made from :attr:`type`
    :ivar also: a collection whose resources its pages show, too
    :ivar listed_with: the collection whose list shows them, too, and is in the menu in their place
    """

    collection: str
    title: str
    plural: str
    icon: str
    scopes: tuple[str, ...] = (GLOBAL,)
    slug: str = ""
    type: str = ""
    gcloud: str = ""
    terraform: str = ""
    status: Status = STATELESS
    dashboard: str = PROJECT
    also: str = ""
    listed_with: str = ""

    def __post_init__(self) -> None:
        hyphened = words(self.collection)
        single = self.type or self.collection[0].upper() + self.collection[1:].removesuffix("s")
        derived = {
            "slug": f"gce_{hyphened.replace('-', '_')}",
            "type": single,
            "gcloud": f"compute {hyphened}",
            "terraform": "google_compute_" + re.sub(r"(?<!^)([A-Z])", r"_\1", single).lower(),
        }
        for name, value in derived.items():
            if not getattr(self, name):
                object.__setattr__(self, name, value)

    def terraform_in(self, place: str) -> str:
        """Terraform's type of one in a place."""
        before = prefix(self.collection, place)
        words = self.terraform.removeprefix("google_compute_")
        return f"google_compute_{before}_{words}" if before else self.terraform

    @property
    def paths(self) -> tuple[str, ...]:
        """What to list to have them all."""
        if self.scopes in ((GLOBAL,), ()):
            return (("global/" if self.scopes else "") + self.collection,)
        return (f"aggregated/{self.collection}",)

    @property
    def target(self) -> re.Pattern[str]:
        """What a path to one of them looks like; guards paths that a browser sends."""
        place = rf"{SCOPE}/" if self.scopes else ""
        collections = f"(?:{self.collection}|{self.also})" if self.also else self.collection
        return re.compile(rf"{place}{collections}/[-a-z0-9]{{1,63}}")

    def path(self, item: Json) -> str:
        """The path of one within its project."""
        if item.get("selfLink"):
            return path_of(item["selfLink"])
        place = f"{scope_of(item)}/" if self.scopes else ""
        return f"{place}{self.collection}/{item['name']}"

    def page(self, name: str, query: Json | None = None, /, **kwargs: str) -> str:
        """The URL of one of its pages in the project of the page that is being made.

        :raises NoReverseMatch: it has no such page
        """
        where = project.current() if self.dashboard == PROJECT else ""
        url = _url(self.dashboard, self.slug, name, where, **kwargs)
        return f"{url}?{urlencode(query)}" if query else url

    def url(self, path: str) -> str:
        """The page of one of them, given its path; the list with a filter where it has none."""
        *place, _collection, name = path.split("/")
        if "detail" not in _pages_of(self.collection):
            return self.page("index", {"filter": f"name={name}"})
        # a list has thousands of these: put together, where reversing each takes its time
        return self.index + "/".join([*(place if self.scopes else ()), name, ""])

    def edit_url(self, path: str) -> str:
        """The page that edits one of them, "" where there is none."""
        return self.url(path) + "edit/" if "edit" in _pages_of(self.collection) else ""

    @property
    def index(self) -> str:
        """The URL of its list."""
        return self.page("index")

    @property
    def in_menu(self) -> Resource:
        """The collection whose list is in the menu and shows them."""
        return resource(self.listed_with) if self.listed_with else self


@dataclasses.dataclass(frozen=True)
class Registered:
    """A collection with its pages, by their names in URLs."""

    resource: Resource
    pages: Mapping[str, type[View]]


_registered: dict[str, Registered] = {}
_also: dict[str, str] = {}


@functools.lru_cache(1024)
def _url(dashboard: str, slug: str, page: str, where: str, /, **kwargs: str) -> str:
    words = {**kwargs, "project": where} if where else kwargs
    return reverse(f"horizon:{dashboard}:{slug}:{page}", kwargs=words)


def register(resource: Resource, pages: Mapping[str, type[View]]) -> None:
    """Make the pages of a resource known: ``index``, ``detail``, ``create``, ``edit``."""
    _registered[resource.collection] = Registered(resource, pages)
    if resource.also:
        _also[resource.also] = resource.collection


def _pages_of(collection: str) -> Mapping[str, type[View]]:
    """None for what is no collection of the compute API."""
    found = _registered.get(collection)
    return found.pages if found else {}


def page_of(collection: str, name: str) -> Any:
    """The class of a collection's page by its name in URLs, None where it has none."""
    return _pages_of(collection).get(name)


def resource(collection: str) -> Resource:
    """:raises KeyError: the console has no pages for this collection"""
    return _registered[_also.get(collection, collection)].resource


def has(collection: str) -> bool:
    """Whether the console has pages for a collection."""
    return collection in _registered


def list_page(collection: str) -> type[View]:
    """The class of a collection's list."""
    return _registered[collection].pages["index"]


def registered() -> Iterator[Registered]:
    """Every collection that the console has pages for."""
    yield from _registered.values()


def url_of(link: str) -> str:
    """The page of a GCE resource, by its URL or its path in the project; "" where there is none."""
    path = path_of(link)
    found = re.fullmatch(rf"(?:{SCOPE}/)?(\w+)/[-\w.]+", path)
    if not found or _also.get(found[1], found[1]) not in _registered:
        return ""
    owner = project_of(link)
    if owner.endswith(("-cloud", "-images", "-cloud-dev")):
        path = f"projects/{owner}/{path}"
    try:
        return resource(found[1]).url(path)
    except NoReverseMatch:
        return ""  # its panel is switched off
