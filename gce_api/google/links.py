"""URLs of resources: made absolute on the way out, taken in any form on the way in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from oslo_config import cfg
from werkzeug.wrappers import Request

from gce_api.google import errors

_REFERENCE = re.compile(
    r"""(?:(?:https?:)?//[^/]+/)?                            # any host's, or none
        /?(?:(?:[^/]+/)*compute/(?:v1|beta|alpha)/)?         # below any prefix
        (?:projects/(?P<project>[^/]+)/)?
        (?:(?P<scope>global|zones/[^/]+|regions/[^/]+)/)?
        (?P<collection>[A-Za-z]+)/(?P<name>(?:family/)?[^/]+)
        /?""",
    re.VERBOSE,
)
_BASE = re.compile(r"https?://[^/]+/(?:[^/]+/)*?compute/(?:v1|beta|alpha)/(?=projects/)")


@dataclass(frozen=True)
class Reference:
    """A parsed reference to a resource: ``projects/p/zones/z/disks/d`` in any of its forms.

    ``project``, ``zone`` and ``region`` are ``None`` where the text did not say. ``name`` may hold
    slashes (``family/debian-12``).
    """

    name: str
    collection: str | None = None
    project: str | None = None
    zone: str | None = None
    region: str | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it is a name that says nothing of where the resource is."""
        return not (self.project or self.zone or self.region)


def root_of(conf: cfg.ConfigOpts, request: Request) -> str:
    """The root of the URLs that a client is given; ends with /."""
    return str(conf.api.public_url or request.root_url).rstrip("/") + "/"


class Links:
    """Makes absolute URLs below one base (ends with ``compute/v1/``) and one project."""

    def __init__(self, base: str, project: str) -> None:
        self.base = base
        self.project = project

    def url(self, path: str, project: str | None = None) -> str:
        """The URL of ``zones/z/instances/i`` in this, or another, project."""
        return f"{self.base}projects/{project or self.project}/{path}"

    def absolute(self, reference: str) -> str:
        """The URL of a reference that is one, or is below the base or the project."""
        if "://" in reference:
            return reference
        return self.base + reference if reference.startswith("projects/") else self.url(reference)

    def zone(self, name: str) -> str:
        return self.url(f"zones/{name}")

    def region(self, name: str) -> str:
        return self.url(f"regions/{name}")

    def place(self, scope: str) -> dict[str, str]:
        """``zone`` or ``region`` of what is in ``zones/z`` or ``regions/r``; of ``global`` none."""
        kind, _, name = scope.partition("/")
        return {kind.removesuffix("s"): self.url(scope)} if name else {}


def below_base(text: str) -> str:
    """``projects/p/zones/z`` of a URL, whatever host serves it; any other text as it is."""
    return _BASE.sub("", text, count=1) if text.startswith("http") else text


def parse(text: object, collection: str, field: str) -> Reference:
    """Parse a full URL, a partial one or a bare name that should refer to ``collection``.

    :raises errors.Invalid: it is empty, malformed or refers to something else.
    """
    if isinstance(text, str) and re.fullmatch(r"[^/]+", text):
        return Reference(text, collection)
    match = _REFERENCE.fullmatch(text) if isinstance(text, str) else None
    if not match or match["collection"] != collection:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{text}'. The URL is malformed or does not "
            f"refer to a resource of type '{collection}'."
        )
    scope, _, place = (match["scope"] or "").partition("/")
    return Reference(
        name=match["name"],
        collection=match["collection"],
        project=match["project"],
        zone=place if scope == "zones" else None,
        region=place if scope == "regions" else None,
    )


class Named(Protocol):
    """What has an id and knows whether it is called so: a project, by its id, number or UUID."""

    @property
    def id(self) -> str: ...

    def is_called(self, name: str) -> bool: ...


@dataclass(frozen=True)
class References:
    """Reads references to resources of one project."""

    project: Named

    def refer(self, url: object, collection: str, field: str) -> Reference:
        """Parse a reference to a resource of this project.

        :raises errors.Invalid: it is malformed, or refers to something else.
        :raises errors.NotFound: it is of another project.
        """
        reference = parse(url, collection, field)
        if reference.project and not self.project.is_called(reference.project):
            raise errors.NotFound.resource(str(url))
        return reference
