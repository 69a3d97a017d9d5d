"""Values over time as a picture: SVG that grows with the page, and a table that says the same.

The picture has no text, so that it may be stretched; what is written beside it is HTML.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString

from gce_dashboard.framework.markup import format_html_join
from gce_dashboard.i18n import gettext as _

WIDTH, HEIGHT = 1000, 100  # of the picture, in its own units
TICKS = 5  # at the bottom
STEPS = (1, 2, 2.5, 5, 10)  # what the highest mark may begin with
LONGEST_GAP = 900  # seconds without a value that a line goes over: who measures does so more often
PREFIXES = ("", "k", "M", "G", "T")
DAY = 86_400


@dataclasses.dataclass(frozen=True)
class Unit:
    """What values are counted in, and how one is written."""

    say: Callable[[float], str]
    least: float  # that the highest mark is


def percent(value: float) -> str:
    return f"{_short(value * 100)}%"


def bytes_a_second(value: float) -> str:
    return _scaled(value, "%s %sB/s")


def a_second(value: float) -> str:
    return _scaled(value, "%s%s/s")


def whole(value: float) -> str:
    return _short(value)


PERCENT = Unit(percent, 0.01)
BYTES = Unit(bytes_a_second, 1000)
RATE = Unit(a_second, 1)
COUNT = Unit(whole, 2)


def _scaled(value: float, words: str) -> str:
    power = min(int(math.log10(value) // 3), len(PREFIXES) - 1) if value >= 1 else 0
    return words % (_short(value / 1000**power), PREFIXES[power])


def _short(value: float) -> str:
    """With so many decimals as it takes to tell it from its like."""
    most = 0 if value >= 100 else 1 if value >= 10 else 2
    said = round(value, most)
    digits = next(n for n in range(most + 1) if round(said, n) == said)
    return number_format(round(said, digits), digits)


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A line of a graph: its name, and (seconds since 1970, value), in order."""

    text: str
    points: Sequence[tuple[float, float]]

    @property
    def values(self) -> list[float]:
        return [value for _moment, value in self.points]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Graph:
    """Lines over an interval.

    :ivar stepped: whether a value holds until the next one, rather than being one of many between
    """

    title: str
    unit: Unit
    lines: Sequence[Drawn]
    start: float
    end: float
    period: float
    stepped: bool = False

    def html(self) -> str:
        return render_to_string("gce_dashboard/_graph.html", {"graph": self})

    @property
    def is_empty(self) -> bool:
        return not any(line.points for line in self.lines)

    @functools.cached_property
    def top(self) -> float:
        """The value of the highest mark: round, and not below any value."""
        highest = max((max(line.values, default=0) for line in self.lines), default=0)
        wanted = max(highest, self.unit.least)
        power = 10.0 ** math.floor(math.log10(wanted))
        # 0.3 is a little more than 3 times 0.1 to a computer
        return next(step * power for step in STEPS if step * power >= wanted * 0.999999)

    @property
    def marks(self) -> list[str]:
        """What is written beside the lines, from above."""
        return [self.unit.say(share * self.top) for share in (1, 0.5, 0)]

    @property
    def ticks(self) -> list[str]:
        """What is written below, from the left."""
        step = (self.end - self.start) / (TICKS - 1)
        return [self.moment(self.start + step * number, short=True) for number in range(TICKS)]

    def moment(self, at: float, *, short: bool = False) -> str:
        """A time as the user's clock has it; short: without what all have in common."""
        local = timezone.localtime(datetime.datetime.fromtimestamp(at, datetime.UTC))
        if not short:
            return date_format(local, "M j, H:i")
        return date_format(local, "H:i" if self.end - self.start <= DAY else "M j")

    @property
    def paths(self) -> SafeString:
        """The lines; each is dashed in a way of its own, as not everybody tells colours apart."""
        every = ((number, self._path(line)) for number, line in enumerate(self.lines, start=1))
        return format_html_join("", '<path class="gce-line-{}" d="{}"/>', every)

    def _path(self, line: Drawn) -> str:
        return "".join(self._stroke(part) for part in self._parts(line.points))

    def _parts(self, points: Sequence[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
        """Points without a gap between them."""
        longest = max(LONGEST_GAP, 2.5 * self.period)
        begin = 0
        for index, (one, following) in enumerate(itertools.pairwise(points), start=1):
            if following[0] - one[0] > longest:
                yield list(points[begin:index])
                begin = index
        if points:
            yield list(points[begin:])

    def _stroke(self, points: Iterable[tuple[float, float]]) -> str:
        (x, y), *others = [(self.x(moment), self.y(value)) for moment, value in points]
        form = "H{0:g}V{1:g}" if self.stepped else "L{0:g} {1:g}"
        rest = "".join(form.format(*each) for each in others)
        return f"M{x:g} {y:g}{rest or 'h0.01'}"  # what has no length is not drawn

    def x(self, moment: float) -> float:
        return round(WIDTH * (moment - self.start) / (self.end - self.start), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT * (1 - value / self.top), 2)

    @property
    def legend(self) -> list[tuple[int, str, str]]:
        """Number, name and latest value of each line."""
        return [
            (number, line.text, self.unit.say(line.values[-1]) if line.points else "")
            for number, line in enumerate(self.lines, start=1)
        ]

    @property
    def summary(self) -> str:
        """What the picture shows, in a sentence for each line."""
        said = (
            _("%(name)s: %(least)s to %(most)s, lately %(last)s")
            % {
                "name": line.text,
                "least": self.unit.say(min(line.values)),
                "most": self.unit.say(max(line.values)),
                "last": self.unit.say(line.values[-1]),
            }
            for line in self.lines
            if line.points
        )
        return f"{self.title}. " + "; ".join(said)

    @property
    def rows(self) -> list[tuple[float, str, list[str]]]:
        """The table: place in the picture, time and values, the latest first."""
        by_line = [dict(line.points) for line in self.lines]
        moments = sorted(set().union(*by_line), reverse=True)
        return [
            (
                self.x(moment),
                self.moment(moment),
                [self.unit.say(found[moment]) if moment in found else "" for found in by_line],
            )
            for moment in moments
        ]
