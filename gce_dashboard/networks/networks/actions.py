"""What can be done with VPC networks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework.actions import delete, method
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
# what lies in a network: where it is listed, and the words for it
CONTENTS = (
    ("aggregated/instances", "networkInterfaces.network", gettext_lazy("VM instances: %s")),
    ("global/firewalls", "network", gettext_lazy("Firewall rules: %s")),
    ("aggregated/routers", "network", gettext_lazy("Cloud Routers: %s")),
    ("aggregated/subnetworks", "network", gettext_lazy("Subnets: %s")),
)
SHOWN = 5


def is_auto(network: Json) -> bool:
    return bool(network.get("autoCreateSubnetworks"))


def contents(client: api.Client, network: Json) -> Iterator[str]:
    """What lies in a network, a line for each kind, and what becomes of it."""
    filter = f'="*/{path_of(network["selfLink"])}"'
    found = api.together(*(_listing(client, path, by + filter) for path, by, _words in CONTENTS))
    for (path, _by, words), page in zip(CONTENTS, found, strict=True):
        if isinstance(page, api.Page) and page.items:
            names = [each["name"] for each in page.items]
            more = ["…"] if len(names) > SHOWN else []
            line = str(words) % ", ".join([*names[:SHOWN], *more])
            yield f"{line}. {_fate(path, network)}"


def _fate(path: str, network: Json) -> str:
    goes = is_auto(network) and last(path) == "subnetworks"
    return _("They are deleted with it.") if goes else _("Delete them first.")


def _listing(client: api.Client, path: str, filter: str) -> Callable[[], api.Page]:
    return lambda: client.list(path, filter=filter, max_results=SHOWN + 1)


SWITCH = method(
    "switchToCustomMode",
    label=gettext_lazy("Switch to custom mode"),
    icon="edit",
    question=(gettext_lazy("Switch %(name)s to custom subnet mode?"),) * 2,
    consequence=gettext_lazy(
        "Its subnets stay, and others can be added, expanded and deleted. There is no way back to"
        " auto mode."
    ),
    applies=is_auto,
    needs=gettext_lazy("Only a network in auto mode can be switched."),
    command="update --switch-to-custom-subnet-mode",
)
DELETE = delete(
    question=(
        gettext_lazy("Delete the VPC network %(name)s?"),
        gettext_lazy("Delete %(count)s VPC networks?"),
    ),
    consequence=gettext_lazy(
        "A network is deleted when nothing is left in it. This cannot be undone."
    ),
    told=contents,
    confirm_name=True,
)
