"""Where in the console a GCE resource is shown."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.urls import reverse

LISTS = {"disks", "images", "zones", "operations"}


def url_of(path: str) -> str:
    """The page of a resource, given its path within the project; "" where there is none."""
    instance = re.fullmatch(r"zones/([^/]+)/instances/([^/]+)", path)
    if instance:
        return reverse("horizon:project:gce_instances:detail", args=instance.groups())
    collection, _, name = path.rpartition("/")
    collection = collection.rpartition("/")[-1]
    if collection in LISTS:
        query = urlencode({"filter": f"name={name}"})
        return reverse(f"horizon:project:gce_{collection}:index") + "?" + query
    return ""
