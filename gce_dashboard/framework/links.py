"""Where in the console a GCE resource is shown."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.urls import reverse

from gce_dashboard.framework.resources import SCOPE

LISTS = {"disks", "images", "zones"}


def url_of(path: str) -> str:
    """The page of a resource, given its path within the project; "" where there is none."""
    instance = re.fullmatch(r"zones/([-\w]+)/instances/([-\w]+)", path)
    if instance:
        return reverse("horizon:project:gce_instances:detail", args=instance.groups())
    operation = re.fullmatch(rf"({SCOPE})/operations/([-a-z0-9]+)", path)
    if operation:
        return reverse("horizon:project:gce_operations:detail", args=operation.groups())
    collection, _, name = path.rpartition("/")
    collection = collection.rpartition("/")[-1]
    if collection in LISTS:
        query = urlencode({"filter": f"name={name}"})
        return reverse(f"horizon:project:gce_{collection}:index") + "?" + query
    return ""
