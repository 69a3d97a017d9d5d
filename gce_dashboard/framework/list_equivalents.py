"""A list as everybody's tools would ask for it: gcloud, REST, curl."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from gce_dashboard.framework import project
from gce_dashboard.framework.commands import curl_get, shell_lines
from gce_dashboard.framework.gathering import Gatherer
from gce_dashboard.framework.registry import Resource

Json = dict[str, Any]


# gcloud takes these for names of places to list, not for what they say
_PLACE = re.compile(r'\b(zone|region)="\*/\1s/\*([-\w]*)\*"')


def of(
    resource: Resource, urls: Sequence[str], gatherer: Gatherer, more: Sequence[str] = ()
) -> Json:
    """The commands, and whether something is left out that only the page can look for.

    :param urls: of the lists, without parameters
    :param more: flags without which gcloud would list less
    :raises api.GceError: the endpoint does not understand the filter
    """
    filter = gatherer.understood()
    words = {"filter": filter, "orderBy": gatherer.endpoint_order or ""}
    params = {name: word for name, word in words.items() if word}
    query = f"?{urlencode(params)}" if params else ""
    return {
        "gcloud": _gcloud(resource, gatherer, filter, more),
        "rest": "\n".join(f"GET {url}{query}" for url in urls),
        "curl": "\n".join(curl_get(url, params) for url in urls),
        "left": bool(gatherer.plan.tests),
    }


def _gcloud(resource: Resource, gatherer: Gatherer, filter: str, more: Sequence[str]) -> str:
    flags = [f"--project={project.current()}", *more]
    if filter:
        flags.append(f"--filter={_PLACE.sub(_matched, filter)}")
    column = gatherer.column
    if column and column.paths:
        flags.append(f"--sort-by={'~' if gatherer.descending else ''}{column.paths[0]}")
    return shell_lines(f"gcloud {resource.gcloud} list", *map(shlex.quote, flags))


def _matched(place: re.Match[str]) -> str:
    return f"{place[1]}~{place[2]}"
