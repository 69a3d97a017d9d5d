"""Public SSH keys, as GCE's metadata has them."""

from __future__ import annotations

import re

from django import forms

from gce_dashboard.i18n import gettext_lazy as _

SSH_KEY = re.compile(r"(?:([^\s:]+):)?((?:ssh|ecdsa|sk)-[^\s]+\s+[A-Za-z0-9+/=]+)(?:\s+(.*))?")


class SshKeysField(forms.CharField):
    """Public keys, one a line; cleans to GCE's ``user:key`` lines."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})

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
