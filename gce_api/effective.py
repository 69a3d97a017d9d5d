"""The settings that are in force, each with its default and where it was said; without secrets."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator
from typing import Any

from oslo_config import cfg

from gce_api.options import NAMESPACES

MASK = "***"
_SECRET = re.compile(r".*(password|secret|token)")
# up to the last @ of what may be one URL, whatever a password holds
_PASSWORD = re.compile(r"(://[^\s:/@]*:)\S*@")
_PARAMETER = re.compile(r"([?&;][^=&;\s]*(?:pass|pwd|secret|token|key)[^=&;\s]*=)[^&;\s]*", re.I)

Json = dict[str, Any]


def settings(conf: cfg.ConfigOpts) -> Iterator[Json]:
    """Every option that the endpoint looks at, by group and name.

    ``source`` says who has said the value, in oslo.config's words (``opt_default``, ``user``,
    ``environment``, ...), ``where`` in which file.
    """
    known = {(group, option.dest): option for group, option in _declared()}
    for (group, name), option in sorted(known.items()):
        try:
            value = (conf if group == "DEFAULT" else conf[group])[name]
        except cfg.NoSuchOptError:
            continue  # what nobody here has asked for
        location = conf.get_location(name, None if group == "DEFAULT" else group)
        yield {
            "group": group,
            "name": name,
            "value": _shown(option, value),
            "default": _shown(option, option.default),
            "source": location.location.name if location else "opt_default",
            "where": location.detail if location and location.location.is_user_controlled else "",
            "help": " ".join((option.help or "").split()),
        }


def _declared() -> Iterator[tuple[str, cfg.Opt]]:
    """The options as ``gce-api config sample`` prints them, with their groups' names."""
    for entry in importlib.metadata.entry_points(group="oslo.config.opts"):
        if entry.name in NAMESPACES:
            for group, declared in entry.load()():
                for option in declared:
                    yield str(getattr(group, "name", group) or "DEFAULT"), option


def _shown(option: cfg.Opt, value: Any) -> str:
    """A value as text; of what is secret no more than the place that a URL leads to."""
    text = _text(value)
    is_secret = option.secret or _SECRET.fullmatch(option.dest)
    if text and is_secret and "://" not in text:
        return MASK
    return _PARAMETER.sub(rf"\1{MASK}", _PASSWORD.sub(rf"\1{MASK}@", text))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(each)}" for key, each in value.items())
    return str(value)
