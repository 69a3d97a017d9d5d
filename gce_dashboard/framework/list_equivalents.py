"""A list as everybody's tools would ask for it: gcloud, REST, curl."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from gce_dashboard.framework import project
from gce_dashboard.framework.commands import curl_get, shell_lines
from gce_dashboard.framework.gathering import Gatherer
from gce_dashboard.framework.registry import Resource

Json = dict[str, Any]


def of(resource: Resource, urls: Sequence[str], gatherer: Gatherer) -> Json:
    """The commands, and whether something is left out that only the page can look for.

    :param urls: of the lists, without parameters
    """
    words = {"filter": gatherer.plan.filter, "orderBy": gatherer.endpoint_order or ""}
    params = {name: word for name, word in words.items() if word}
    query = f"?{urlencode(params)}" if params else ""
    return {
        "gcloud": _gcloud(resource, gatherer),
        "rest": "\n".join(f"GET {url}{query}" for url in urls),
        "curl": "\n".join(curl_get(url, params) for url in urls),
        "left": bool(gatherer.plan.tests),
    }


def _gcloud(resource: Resource, gatherer: Gatherer) -> str:
    flags = [f"--project={project.current()}"]
    if gatherer.plan.filter:
        flags.append(f"--filter={gatherer.plan.filter}")
    column = gatherer.column
    if column and column.paths:
        flags.append(f"--sort-by={'~' if gatherer.descending else ''}{column.paths[0]}")
    return shell_lines(f"gcloud {resource.gcloud} list", *map(shlex.quote, flags))
