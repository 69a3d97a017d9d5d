"""What the user asked a list page to show, out of the page's address."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from django.http import HttpRequest

from gce_dashboard import conf

SIZES = (10, 20, 50, 100, 200, 500)


@dataclasses.dataclass(frozen=True)
class Query:
    """What to list.

    :ivar text: what stands in the filter field
    :ivar filter: what of it the endpoint is asked, in GCE's grammar
    :ivar token: where the page begins: the endpoint's token, or a number of rows
    :ivar order: the key of a column, with a minus before it from large to small; "" for the page's
    """

    text: str = ""
    filter: str = ""
    size: int = 50
    token: str = ""
    order: str = ""

    def asking(self, filter: str) -> Query:
        """The same, of what the endpoint's filter finds."""
        return dataclasses.replace(self, filter=filter)

    @property
    def offset(self) -> int:
        """How many rows are before the page, where that is known."""
        return int(self.token) if self.token.isdigit() else 0

    @property
    def endpoint_token(self) -> str:
        return "" if self.token.isdigit() else self.token


def from_request(request: HttpRequest, columns: Collection[str], size: int) -> Query:
    """The query in ``?filter=&size=&page=&order=``; what makes no sense is left out.

    :param size: rows on a page where the address says nothing
    """
    wanted = request.GET.get("size", "")
    order = request.GET.get("order", "")
    size = int(wanted) if wanted.isdigit() else size
    return Query(
        text=request.GET.get("filter", "").strip(),
        size=max(1, min(size, conf.MAX_PAGE_SIZE)),
        token=request.GET.get("page", ""),
        order=order if order.removeprefix("-") in columns else "",
    )


def sizes(current: int) -> list[int]:
    """The page sizes to offer."""
    return sorted({*SIZES, current})
