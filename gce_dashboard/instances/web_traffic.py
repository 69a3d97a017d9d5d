"""HTTP and HTTPS to an instance, as Google's console does it: a network tag and its rule."""

from __future__ import annotations

import shlex
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import fields
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
PORTS = {"http": "80", "https": "443"}


def tag(kind: str) -> str:
    return f"{kind}-server"


def _tick(kind: str, label: str) -> fields.Field:
    return fields.tick(kind, label, read=lambda instance: tag(kind) in tags_of(instance))


def tags_of(instance: Json) -> list[str]:
    return instance.get("tags", {}).get("items", [])


def other_tags(instance: Json) -> list[str]:
    """The tags that no tick stands for."""
    return [each for each in tags_of(instance) if each not in map(tag, PORTS)]


TICKS = (
    _tick("http", _("Allow HTTP traffic")),
    _tick("https", _("Allow HTTPS traffic")),
)


def wanted(values: Json) -> list[str]:
    return [kind for kind in PORTS if values.get(kind)]


def all_tags(tags: list[str] | None, values: Json) -> list[str]:
    return list(dict.fromkeys([*(tags or []), *map(tag, wanted(values))]))


def flags(tags: list[str] | None, values: Json) -> list[str]:
    every = all_tags(tags, values)
    return [f"--tags={','.join(every)}"] if every else []


def block(tags: list[str] | None, values: Json) -> Json:
    every = all_tags(tags, values)
    return {"tags": every} if every else {}


TAGS = fields.tags(path="tags.items", body=all_tags, read=other_tags, flag=flags, hcl=block)


def rule(kind: str, network: str) -> Json:
    """The rule that lets it in wherever the tag is, by the name that Google's console gives it."""
    return {
        "name": f"{network}-allow-{kind}"[:63],
        "network": f"global/networks/{network}",
        "direction": "INGRESS",
        "sourceRanges": ["0.0.0.0/0"],
        "targetTags": [tag(kind)],
        "allowed": [{"IPProtocol": "tcp", "ports": [PORTS[kind]]}],
    }


def allow(client: api.Client, values: Json) -> None:
    """Make the rules that are not there yet.

    :raises api.GceError: one cannot be made
    """
    for kind in wanted(values):
        try:
            client.post("global/firewalls", rule(kind, values["network"]))
        except api.ApiError as error:
            if error.reason != api.NAME_TAKEN:
                raise


def commands(project: str, values: Json) -> list[str]:
    """The same rules with gcloud."""
    return [
        shlex.join(
            [
                *("gcloud", "compute", "firewall-rules", "create"),
                f"{values.get('network', 'NETWORK')}-allow-{kind}",
                f"--project={project}",
                f"--network={values.get('network', 'NETWORK')}",
                f"--allow=tcp:{PORTS[kind]}",
                f"--target-tags={tag(kind)}",
            ]
        )
        for kind in wanted(values)
    ]
