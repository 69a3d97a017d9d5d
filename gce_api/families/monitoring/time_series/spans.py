"""What was measured, as spans of time in which a value held, and what is worked out of them.

Between two looks at a counter it is supposed to have grown evenly. So what it grew by in any period
can be told, however seldom it was looked at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gce_api.openstack.telemetry import Point

FOREVER = float("inf")


@dataclass(frozen=True)
class Span:
    """From when to when (seconds since 1970) a value held: of a gauge, or by how much a second
    something grew."""

    start: float
    end: float
    value: float

    @property
    def growth(self) -> float:
        """What was added over the whole of it."""
        return self.value * (self.end - self.start)

    def within(self, start: float, end: float) -> Span:
        """The part of it in another time; its end is not after its start where there is none."""
        return Span(max(self.start, start), min(self.end, end), self.value)


Weighted = list[tuple[float, float]]  # seconds and the value that held for so long
ALIGNERS: dict[str, Callable[[Weighted], float]] = {
    "ALIGN_MEAN": lambda found: _sum(found) / sum(seconds for seconds, _ in found),
    "ALIGN_RATE": lambda found: _sum(found) / sum(seconds for seconds, _ in found),
    "ALIGN_DELTA": lambda found: _sum(found),
    "ALIGN_MIN": lambda found: min(value for _, value in found),
    "ALIGN_MAX": lambda found: max(value for _, value in found),
}
REDUCERS: dict[str, Callable[[Sequence[float]], float]] = {
    "REDUCE_MEAN": lambda values: sum(values) / len(values),
    "REDUCE_SUM": sum,
    "REDUCE_MIN": min,
    "REDUCE_MAX": max,
    "REDUCE_COUNT": len,
}


def _sum(found: Weighted) -> float:
    return sum(seconds * value for seconds, value in found)


def of_counter(points: Iterable[Point], scale: float = 1.0) -> list[Span]:
    """By how much a second a counter grew, in order; of several granularities the finest that
    reaches back so far. A counter that began anew says nothing of the time in which it did.

    :param scale: how many of the counter's units are one.
    """
    by_granularity: dict[float, list[Point]] = defaultdict(list)
    for point in points:
        by_granularity[point.granularity].append(point)
    found: list[Span] = []
    for granularity in sorted(by_granularity):
        known = found[0].start if found else FOREVER
        older = _between(by_granularity[granularity], scale)
        found = [*(span for span in older if span.end <= known), *found]
    return found


def _between(points: list[Point], scale: float) -> Iterator[Span]:
    for one, next_one in pairwise(sorted(points, key=lambda point: point.start)):
        start, end = one.start.timestamp(), next_one.start.timestamp()
        if next_one.value >= one.value and end > start:
            yield Span(start, end, (next_one.value - one.value) / scale / (end - start))


def of_changes(changes: Iterable[tuple[float, float]], now: float) -> list[Span]:
    """What something was, given the moments from which on it was something else."""
    every = [*changes, (now, 0.0)]
    return [Span(start, end, value) for (start, value), (end, _) in pairwise(every)]


def summed(parts: Sequence[list[Span]]) -> list[Span]:
    """The sum of several, while at least one of them is known."""
    if len(parts) == 1:
        return parts[0]
    every = [span for part in parts for span in part]
    edges = sorted(
        [(span.start, 1, span.value) for span in every]
        + [(span.end, -1, -span.value) for span in every]
    )
    found, total, known, since = [], 0.0, 0, 0.0
    for moment, more, value in edges:
        if known and moment > since:
            found.append(Span(since, moment, max(total, 0.0)))
        total, known, since = (total + value) if known + more else 0.0, known + more, moment
    return found


def clipped(spans: Iterable[Span], start: float, end: float) -> list[Span]:
    """The parts of spans that are in an interval."""
    parts = (span.within(start, end) for span in spans)
    return [part for part in parts if part.end > part.start]


def sampled(spans: Iterable[Span], every: float) -> list[Span]:
    """Long spans in pieces of a length: the values that one who looked so often would have seen."""
    return [
        Span(span.start + n * every, min(span.start + (n + 1) * every, span.end), span.value)
        for span in spans
        for n in range(math.ceil((span.end - span.start) / every))
    ]


def aligned(spans: Iterable[Span], end: float, period: float, aligner: str) -> list[Span]:
    """One value for each period, counted back from the end, of which anything is known."""
    found: dict[int, Weighted] = defaultdict(list)
    for span in spans:
        first, last = math.floor((end - span.end) / period), math.ceil((end - span.start) / period)
        for index in range(first, last):
            part = span.within(end - (index + 1) * period, end - index * period)
            if part.end > part.start:
                found[index].append((part.end - part.start, part.value))
    combine = ALIGNERS[aligner]
    return [
        Span(end - (index + 1) * period, end - index * period, combine(found[index]))
        for index in sorted(found, reverse=True)
    ]


def reduced(series: Iterable[list[Span]], reducer: str) -> list[Span]:
    """One series of several that are aligned alike."""
    found: dict[tuple[float, float], list[float]] = defaultdict(list)
    for spans in series:
        for span in spans:
            found[span.start, span.end].append(span.value)
    combine = REDUCERS[reducer]
    return [Span(*times, combine(found[times])) for times in sorted(found)]
