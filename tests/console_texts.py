"""Reading what a form shows as equivalent: its requests, and the words of its commands."""

from __future__ import annotations

import itertools
import json
import pathlib
import re
import shlex
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
_REQUEST = re.compile(r"^(POST|PATCH|PUT|DELETE) (http\S+)$", re.MULTILINE)


def requests_of(shown: Json) -> Iterator[tuple[str, str, Json | None]]:
    """The requests that the tab REST shows, one below the other."""
    parts = _REQUEST.split(f"{shown['method']} {shown['url']}\n{shown['body']}")[1:]
    for method, url, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield method, url, json.loads(body) if body.strip() else None


def commands(text: str, folder: pathlib.Path) -> list[list[str]]:
    """The words of each gcloud command as the shell takes them apart, without ``gcloud``.

    :param folder: for a file with what a command would read from its input
    """
    text, _mark, read = text.partition(" <<'DAYS'\n")
    if read:
        file = folder / "input"
        file.write_text(read.removesuffix("DAYS"))
        text = text.replace("=-", f"={file}")
    words = [each for each in shlex.split(text, comments=True) if each != "\n"]
    split = itertools.groupby(words, key=lambda word: word == "gcloud")
    return [list(group) for is_start, group in split if not is_start]
