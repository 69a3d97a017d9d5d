"""Public SSH keys, as GCE's metadata has them."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from gce_dashboard.framework import render
from gce_dashboard.framework.columns import Column
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
ITEM = "ssh-keys"  # the key of the metadata that has them, a line each
ENDS = 12  # letters of a key by which people tell it from others

SSH_KEY = re.compile(r"(?:([^\s:]+):)?((?:ssh|ecdsa|sk)-[^\s]+\s+[A-Za-z0-9+/=]+)(?:\s+(.*))?")


class SshKeysField(forms.CharField):
    """Public keys, one a line; cleans to GCE's ``user:key`` lines."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "data-gce-grow": ""})

    def prepare_value(self, value: str | list[str] | None) -> str:
        return "\n".join(value) if isinstance(value, list) else value or ""

    def clean(self, value: str) -> list[str]:
        return [self._entry(line.strip()) for line in (value or "").splitlines() if line.strip()]

    def _entry(self, line: str) -> str:
        match = SSH_KEY.fullmatch(line)
        if not match:
            raise forms.ValidationError(
                _("This is not a public SSH key: %s") % (line[:40] + "…" if line[40:] else line)
            )
        user, key, comment = match.groups()
        user = user or (comment or "").split("@")[0].strip()
        if not user or re.search(r"\s", user):
            raise forms.ValidationError(
                _("Whose key is it? Write it as USER:ssh-ed25519 AAAA… or end it with USER@HOST.")
            )
        return f"{user}:{key} {comment or user}"


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def read(text: str) -> list[Json]:
    """The keys of a metadata value: user, type, key, comment; what is none is all comment."""
    return [_parts(line) for line in lines(text)]


def _parts(line: str) -> Json:
    match = SSH_KEY.fullmatch(line.strip())
    if not match:
        return {"comment": line}
    kind, key = match[2].split()
    return {"user": match[1] or "", "type": kind, "key": key, "comment": match[3] or ""}


COLUMNS = (
    Column("user", _("User"), lambda key: render.text(key.get("user"))),
    Column("type", _("Type"), lambda key: render.text(key.get("type"))),
    Column(
        "key",
        _("Key"),
        lambda key: render.mono(key.get("key", ""), f"…{key.get('key', '')[-ENDS:]}"),
    ),
    Column("comment", _("Comment"), lambda key: render.text(key.get("comment"))),
)
