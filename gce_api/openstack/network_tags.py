"""GCE's network tags of an instance as tags of its server.

Nova keeps 50 tags of up to 60 characters, GCE 64 of up to 63. What Nova has no room for is packed
together, in a few tags that begin with ``~``; the others are as people gave them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence

from gce_api.google import errors
from gce_api.openstack.rows import Row

LONGEST = 60  # characters of a tag in Nova
MOST = 50  # tags of a server
PLAIN = 20  # tags that stay as they are when there are more than that
PACKED = re.compile(r"~\d\d:.*", re.ASCII)

_ALPHABET = "-0123456789abcdefghijklmnopqrstuvwxyz,"
_BASE = len(_ALPHABET) + 1
_PART = LONGEST - len("~00:")


def of(server: Row) -> list[str]:
    """The network tags of a server, sorted."""
    found: Iterable[str] = server.get("tags") or ()
    parts = sorted(filter(PACKED.fullmatch, found))
    plain = [tag for tag in found if tag not in parts]
    return sorted([*plain, *_unpacked("".join(part.partition(":")[2] for part in parts))])


def kept(tags: Sequence[str]) -> list[str]:
    """What Nova is to keep of network tags.

    :raises errors.Invalid: they are too many and too long for it.
    """
    tags = list(dict.fromkeys(tags))
    short = sorted(tag for tag in tags if len(tag) <= LONGEST)
    if len(short) == len(tags) <= MOST:
        return tags
    plain = short[:PLAIN]
    text = _packed([tag for tag in tags if tag not in plain])
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)]
    if len(plain) + len(parts) > MOST:
        raise errors.Invalid("Invalid value for field 'tags.items': ''. There are too many tags.")
    return [*plain, *(f"~{number:02}:{part}" for number, part in enumerate(parts))]


def _packed(tags: Iterable[str]) -> str:
    number = 0
    for letter in ",".join(tags):
        number = number * _BASE + _ALPHABET.index(letter) + 1
    return base64.b85encode(number.to_bytes((number.bit_length() + 7) // 8)).decode()


def _unpacked(text: str) -> list[str]:
    number, letters = int.from_bytes(base64.b85decode(text)), []
    while number:
        number, digit = divmod(number, _BASE)
        letters.append(_ALPHABET[digit - 1])
    joined = "".join(reversed(letters))
    return joined.split(",") if joined else []
