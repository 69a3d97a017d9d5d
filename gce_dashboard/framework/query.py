"""What the user asked a list page to show, out of the page's address."""

from __future__ import annotations

import dataclasses
import re

from django.http import HttpRequest

from gce_dashboard import conf

SIZES = (10, 20, 50, 100, 200, 500)
_GRAMMAR = re.compile(r"[=:<>!()]|\s(eq|ne)\s", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Query:
    """GCE's own list parameters."""

    text: str = ""
    size: int = 50
    token: str = ""
    order: str = ""

    @property
    def filter(self) -> str:
        """The text as GCE's ``filter``; words without an operator look for a name."""
        if not self.text or _GRAMMAR.search(self.text):
            return self.text
        return " ".join(f'name:"{word}"' for word in self.text.replace('"', "").split())

    def ordered(self, order: str) -> Query:
        """The same query in another order."""
        return dataclasses.replace(self, order=order)


def from_request(request: HttpRequest, orders: set[str]) -> Query:
    """The query in ``?filter=&size=&page=&order=``; what makes no sense is left out."""
    settings = conf.get()
    wanted = request.GET.get("size", "")
    order = request.GET.get("order", "")
    size = int(wanted) if wanted.isdigit() else settings.page_size
    return Query(
        text=request.GET.get("filter", "").strip(),
        size=max(1, min(size, conf.MAX_PAGE_SIZE)),
        token=request.GET.get("page", ""),
        order=order if order in orders else "",
    )


def sizes(current: int) -> list[int]:
    """The page sizes to offer."""
    return sorted({*SIZES, current})
