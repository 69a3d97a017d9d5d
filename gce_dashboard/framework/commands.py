"""Shell commands to copy: quoted for a POSIX shell, a flag a line."""

from __future__ import annotations

import itertools
import shlex


def curl(url: str, text: str, method: str = "POST") -> str:
    """The request as a command that asks OpenStack's client for a token."""
    return shell_lines(
        f"curl -X {method} {shlex.quote(url)}",
        '-H "Authorization: Bearer $(openstack token issue -f value -c id)"',
        "-H 'Content-Type: application/json'",
        f"-d {shlex.quote(text)}",
    )


def shell_lines(*parts: str) -> str:
    """One command on several lines."""
    return " \\\n    ".join(parts)


def pairs(items: dict[str, str]) -> str:
    """``k=v,k=v``; where a value holds a comma, ``^;^k=v;k=v`` (``gcloud topic escaping``)."""
    text = "".join(items.values())
    longer = ("@" * length for length in itertools.count(2))
    delimiter = next(each for each in itertools.chain(",;|~", longer) if each not in text)
    prefix = "" if delimiter == "," else f"^{delimiter}^"
    return prefix + delimiter.join(f"{key}={value}" for key, value in items.items())
