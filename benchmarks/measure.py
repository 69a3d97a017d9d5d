"""Measuring two things in turn, so that both see the same machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds, or what else is measured, of one contender: median, best and worst of ``runs``."""

    name: str
    median: float
    best: float
    worst: float
    runs: int


@dataclass(frozen=True)
class Comparison:
    """Our timing first, then what it is held against; ``goal`` is for our share of theirs."""

    title: str
    timings: list[Timing]
    goal: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        ours, theirs = self.timings
        return ours.median / theirs.median


def side_by_side(contenders: Mapping[str, Callable[[], object]], runs: int) -> list[Timing]:
    """Time each contender ``runs`` times, in turn, after one uncounted round to warm up."""
    for work in contenders.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, work in contenders.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return [of(name, took) for name, took in times.items()]


def of(name: str, figures: list[float]) -> Timing:
    """The timing of a contender from the figure of each of its runs."""
    return Timing(name, statistics.median(figures), min(figures), max(figures), len(figures))
