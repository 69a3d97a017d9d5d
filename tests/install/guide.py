"""The commands of the installation guide, as a reader types them."""

from __future__ import annotations

import pathlib
from dataclasses import dataclass

import docutils.core
from docutils import nodes

GUIDE = pathlib.Path(__file__).parents[2] / "docs" / "install"
SHELL = "sh"
INSTEAD = "other"  # the class of what is typed instead of something else


@dataclass(frozen=True)
class Block:
    """Some lines of a page that are typed as they stand."""

    page: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.text.splitlines()[0]}"


def blocks(page: str, language: str = SHELL) -> list[Block]:
    """The blocks of a page on the guide's main way, in their order."""
    source = (GUIDE / f"{page}.rst").read_text(encoding="utf-8")
    found = docutils.core.publish_doctree(source).findall(nodes.literal_block)
    return [
        Block(page, node.astext())
        for node in found
        if language in node["classes"] and INSTEAD not in node["classes"]
    ]
