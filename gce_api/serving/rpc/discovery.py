"""Google's discovery service, for the one API there is here."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request

from gce_api.google import errors
from gce_api.google.discovery import document
from gce_api.google.registry import HANDLERS
from gce_api.serving.rpc.site import Site

Json = dict[str, Any]

VERSIONS = ("v1", "beta", "alpha")  # all served as v1


def directory(site: Site, request: Request) -> Json:
    """The list of APIs."""
    raw = document().raw
    item = {
        "kind": "discovery#directoryItem",
        **{name: raw[name] for name in ("id", "name", "version", "title", "description")},
        "discoveryRestUrl": site.root(request) + "discovery/v1/apis/compute/v1/rest",
        "preferred": True,
    }
    wanted = request.args.get("name") in (None, item["name"])
    return {
        "kind": "discovery#directoryList",
        "discoveryVersion": "v1",
        "items": [item] if wanted else [],
    }


def document_page(site: Site, request: Request, version: str | None = None) -> Json:
    """The discovery document, cut to the methods that are implemented, with this server's URLs.

    :raises errors.NotFound: there is no such version.
    """
    if (version or request.args.get("version", "v1")) not in VERSIONS:
        raise errors.NotFound(f"There is no version '{version}' of this API.")
    return document().restricted(HANDLERS, site.root(request))
