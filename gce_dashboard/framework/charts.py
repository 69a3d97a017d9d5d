"""Pictures of numbers, as HTML and SVG that say the same in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from gce_dashboard.framework import render
from gce_dashboard.framework.markup import format_html, format_html_join

RADIUS = 15.915  # a circle whose outline is 100 long: shares are percents


@dataclasses.dataclass(frozen=True)
class Count:
    """How many there are of one kind.

    :ivar tone: of a status: ``ok``, ``off``, ``paused``, ``busy`` or ``error``; "" for none
    :ivar url: where those are listed, "" for nowhere
    """

    text: str
    number: int
    tone: str = ""
    url: str = ""


def ring(counts: Sequence[Count], title: str) -> SafeString:
    """A ring with the sum in its middle, and beside it what each part is.

    :param title: what is counted
    """
    total = sum(each.number for each in counts)
    words = ", ".join(f"{each.text}: {each.number}" for each in counts)
    arcs = format_html_join("", _ARC, _arcs(counts, total))
    picture = format_html(
        '<svg class="gce-ring" viewBox="0 0 40 40" role="img" aria-label="{0}: {1}. {2}">'
        '<circle cx="20" cy="20" r="{3}" class="gce-ring-track"/>{4}'
        '<text x="20" y="20" aria-hidden="true">{1}</text></svg>',
        title,
        total,
        words,
        RADIUS,
        arcs,
    )
    return format_html('<div class="gce-glance">{}{}</div>', picture, _legend(counts))


_ARC = (
    '<circle cx="20" cy="20" r="{}" class="gce-tone-{}" stroke-dasharray="{} {}"'
    ' stroke-dashoffset="{}"/>'
)


def _arcs(counts: Sequence[Count], total: int) -> Iterable[tuple[object, ...]]:
    """The parts clockwise from the top."""
    begin = 0.0
    for each in counts:
        share = round(100 * each.number / total, 2) if total else 0
        yield RADIUS, each.tone, share, 100 - share, 25 - begin
        begin += share


def _legend(counts: Sequence[Count]) -> SafeString:
    lines = ((render.status(each.tone, _linked(each)), each.number) for each in counts)
    items = format_html_join("", "<li>{} <span>{}</span></li>", lines)
    return format_html('<ul class="gce-legend">{}</ul>', items)


def bars(counts: Sequence[Count]) -> SafeString:
    """A bar for each, as long as its part of all."""
    total = sum(each.number for each in counts)
    lines = (
        (_linked(each), each.number, render.meter(each.number, total or 1, each.text))
        for each in counts
    )
    return lined(lines)


def lined(lines: Iterable[tuple[object, object, SafeString]]) -> SafeString:
    """Bars below what they are of: (name, number, bar)."""
    items = format_html_join("", "<li><span>{}</span> <span>{}</span>{}</li>", lines)
    return format_html('<ul class="gce-bars">{}</ul>', items) if items else render.NOTHING


def _linked(count: Count) -> SafeString:
    return render.link(count.url, count.text) if count.url else render.text(count.text)
