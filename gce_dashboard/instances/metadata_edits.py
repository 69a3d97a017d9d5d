"""Metadata and SSH keys, of an instance or of a whole project: how they look and are changed.

GCE keeps the keys in an item of the metadata and has one method for both; a change of one leaves
the other as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.api import Client
from gce_dashboard.framework import columns, fields, jsonpath, render
from gce_dashboard.framework.actions import Action, edit
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.markup import format_html
from gce_dashboard.framework.panels import Table
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy
from gce_dashboard.instances import ssh_keys
from gce_dashboard.instances.metadata import items
from gce_dashboard.instances.ssh_keys import SshKeysField

Json = dict[str, Any]
Change = Callable[[dict[str, str], Json], dict[str, str]]


def plain(item: Json, where: str) -> dict[str, str]:
    """The metadata of an instance or a project as keys and values, the SSH keys with them."""
    listed = (jsonpath.get(item, where) or {}).get("items", [])
    return {each["key"]: each.get("value", "") for each in listed}


def own(item: Json, where: str) -> dict[str, str]:
    """The metadata without the SSH keys, which have a place of their own."""
    return {key: value for key, value in plain(item, where).items() if key != ssh_keys.ITEM}


def metadata_edits(where: str, method: str, **words: Any) -> tuple[Action, Action]:
    """The edits of the metadata and of the SSH keys.

    :param where: their place in the resource
    :param method: GCE's, which replaces both
    """
    fingerprint = fields.fingerprint(f"{where}.fingerprint")
    metadata = edit(
        method,
        gettext_lazy("Edit metadata"),
        fingerprint,
        fields.metadata(path="items", always=True, read=lambda item: own(item, where)),
        check=no_keys,
        send=_saving(where, method, _with_metadata),
        **words,
    )
    keys = edit(
        "setSshKeys",
        gettext_lazy("Edit SSH keys"),
        fingerprint,
        fields.custom(
            "ssh_keys",
            SshKeysField(
                label=gettext_lazy("SSH keys"),
                required=False,
                help_text=gettext_lazy("One public key a line: USER:ssh-ed25519 AAAA…"),
            ),
            path="items",
            read=lambda item: ssh_keys.lines(plain(item, where).get(ssh_keys.ITEM, "")),
        ),
        send=_saving(where, method, _with_keys),
        permission=f"compute.{'projects' if where.startswith('common') else 'instances'}.{method}",
        **words,
    )
    return metadata, keys


def no_keys(values: Json) -> Iterable[tuple[str, str]]:
    if ssh_keys.ITEM in (values.get("metadata") or {}):
        yield "metadata", _("%s: SSH keys are edited in their own card.") % ssh_keys.ITEM


def _with_metadata(present: dict[str, str], values: Json) -> dict[str, str]:
    kept = {key: value for key, value in present.items() if key == ssh_keys.ITEM}
    return {**(values.get("metadata") or {}), **kept}


def _with_keys(present: dict[str, str], values: Json) -> dict[str, str]:
    kept = {key: value for key, value in present.items() if key != ssh_keys.ITEM}
    keys = values.get("ssh_keys")
    return {**kept, ssh_keys.ITEM: "\n".join(keys)} if keys else kept


def _saving(where: str, method: str, change: Change) -> Callable[[Client, str, Json], Json]:
    """Replaces all of the metadata; the fingerprint tells where it is not what was seen."""

    def send(client: Client, path: str, values: Json) -> Json:
        changed = change(plain(client.get(path), where), values)
        body = {"fingerprint": values["fingerprint"], "items": items(changed)}
        return client.post(f"{path}/{method}".lstrip("/"), body)

    return send


def value_cell(row: Json) -> SafeString:
    return format_html('<pre class="gce-value">{}</pre>', row["value"])


KEY = columns.field("key", gettext_lazy("Key"))
VALUE = Column("value", gettext_lazy("Value"), value_cell)


def metadata_table(where: str, action: str = "", **words: Any) -> Table:
    return Table(
        title=gettext_lazy("Metadata"),
        actions=(action,),
        rows=lambda item, fetched: items(own(item, where)),
        columns=(KEY, VALUE),
        **words,
    )


def ssh_keys_table(where: str, **words: Any) -> Table:
    return Table(
        title=gettext_lazy("SSH keys"),
        actions=("setSshKeys",),
        rows=lambda item, fetched: ssh_keys.read(plain(item, where).get(ssh_keys.ITEM, "")),
        columns=ssh_keys.COLUMNS,
        **words,
    )


def inherited(instance: Json, fetched: list[Json]) -> list[Json]:
    """The project's metadata, each item with what becomes of it on the instance."""
    here = plain(instance, "metadata")
    blocked = here.get("block-project-ssh-keys", "").lower() == "true"
    return [
        {**_readable(each), "use": _use(each["key"], here, blocked)}
        for project in fetched
        for each in items(plain(project, "commonInstanceMetadata"))
    ]


def _readable(item: Json) -> Json:
    if item["key"] != ssh_keys.ITEM:
        return item
    found = [each for each in ssh_keys.read(item["value"]) if each.get("key")]
    lines = (f"{each['user']}: {each['type']} …{each['key'][-ssh_keys.ENDS :]}" for each in found)
    return {**item, "value": "\n".join(lines)}


def _use(key: str, here: dict[str, str], blocked: bool) -> SafeString:
    if key == ssh_keys.ITEM:
        if blocked:
            return render.status("off", _("Blocked by the instance"))
        return render.status("ok", _("Added to the instance's own"))
    if key in here:
        return render.status("off", _("The instance has its own"))
    return render.status("ok", _("Inherited"))
