"""An instance's metadata: the user's own, the startup script and the SSH keys."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from gce_dashboard.framework import fields
from gce_dashboard.framework.commands import pairs
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import likeness
from gce_dashboard.instances.ssh_keys import SshKeysField

Json = dict[str, Any]


def items(metadata: dict[str, str] | None) -> list[Json]:
    """Metadata as GCE's list of items."""
    return [{"key": key, "value": value} for key, value in (metadata or {}).items()]


def script(text: str | None) -> dict[str, str]:
    """The startup script, as a browser sends it, among the metadata."""
    return {"startup-script": text.replace("\r\n", "\n")} if text and text.strip() else {}


def keys(lines: list[str] | None) -> dict[str, str]:
    return {"ssh-keys": "\n".join(lines)} if lines else {}


def everything(values: Json) -> dict[str, str]:
    return {
        **(values.get("metadata") or {}),
        **script(values.get("startup_script")),
        **keys(values.get("ssh_keys")),
    }


def metadata_flag(metadata: dict[str, str], values: Json) -> list[str]:
    return [f"--metadata={pairs(everything(values))}"] if everything(values) else []


def clashing_keys(values: Json) -> Iterable[tuple[str, str]]:
    """A key that has a field of its own is not given twice."""
    labels = {"startup-script": STARTUP_SCRIPT, "ssh-keys": SSH_KEYS}
    for key, field in labels.items():
        if key in (values.get("metadata") or {}):
            text = _("Use the field %s for this key.") % field.control.label
            yield "metadata", f"{key}: {text}"


STARTUP_SCRIPT = fields.area(
    "startup_script",
    _("Startup script"),
    most=256 * 1024,
    placeholder="#!/bin/sh",
    help=_("Runs in the guest when it boots."),
    path="metadata.items[]",
    body=lambda text, values: items(script(text)),
    read=functools.partial(likeness.metadata_text, "startup-script"),
    hcl="",
)
SSH_KEYS = fields.custom(
    "ssh_keys",
    SshKeysField(
        label=_("SSH keys"),
        required=False,
        help_text=_("One public key a line: USER:ssh-ed25519 AAAA…"),
    ),
    path="metadata.items[]",
    body=lambda lines, values: items(keys(lines)),
    read=functools.partial(likeness.metadata_text, "ssh-keys"),
    hcl="",
)
METADATA = fields.metadata(
    path="metadata.items[]",
    body=lambda metadata, values: items(metadata),
    read=likeness.metadata,
    flag=metadata_flag,
    hcl=lambda metadata, values: (
        {"metadata": fields.Map(everything(values))} if everything(values) else {}
    ),
)
