"""Shell commands to copy: quoted for a POSIX shell, a flag a line."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Callable
from typing import Any


def curl(url: str, text: str, method: str = "POST") -> str:
    """The request as a command that asks OpenStack's client for a token.

    :param text: the body, "" for none
    """
    body = ["-H 'Content-Type: application/json'", f"-d {shlex.quote(text)}"] if text else []
    return shell_lines(
        f"curl -X {method} {shlex.quote(url)}",
        '-H "Authorization: Bearer $(openstack token issue -f value -c id)"',
        *body,
    )


def curl_get(url: str, params: dict[str, str]) -> str:
    """A request that changes nothing, its parameters spelt out."""
    return shell_lines(
        f"curl -G {shlex.quote(url)}",
        '-H "Authorization: Bearer $(openstack token issue -f value -c id)"',
        *(f"--data-urlencode {shlex.quote(f'{name}={text}')}" for name, text in params.items()),
    )


def shell_lines(*parts: str) -> str:
    """One command on several lines."""
    return " \\\n    ".join(parts)


def placed(flag: str) -> Callable[[str, dict[str, Any]], list[str]]:
    """The flags that name a resource by its path: ``--disk=d --disk-zone=us-central1-a``."""

    def flags(path: str, values: dict[str, Any]) -> list[str]:
        *place, _collection, name = path.split("/") if path else [""] * 3
        if not name:
            return []
        scope = [f"--{flag}-{place[0].removesuffix('s')}={place[1]}"] if len(place) == 2 else []
        return [f"--{flag}={name}", *scope]

    return flags


def pairs(items: dict[str, str]) -> str:
    """``k=v,k=v``; where a value holds a comma, ``^;^k=v;k=v`` (``gcloud topic escaping``)."""
    text = "".join(items.values())
    rarer = map(chr, itertools.count(0xA1))  # no letter of a key
    delimiter = next(each for each in itertools.chain(",;|~", rarer) if each not in text)
    prefix = "" if delimiter == "," else f"^{delimiter}^"
    return prefix + delimiter.join(f"{key}={value}" for key, value in items.items())
