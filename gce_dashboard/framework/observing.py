"""Charts of what was measured of a resource: a panel, and the part of its page that draws them.

A page that has the panel needs nothing else: the part is asked for at the page's own address, and
asks the endpoint once for all the lines of all the charts.
"""

from __future__ import annotations

import dataclasses
import datetime
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string

from gce_dashboard import api
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.framework.graph import Drawn, Graph, Unit
from gce_dashboard.framework.panels import Card, Shown, Tab
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
ASKED = "charts"  # the query parameter that asks for the part, by the name of a range
UNSUPPORTED = "unsupportedOperation"
RANGES = {  # how long a time is shown, and the seconds that a point stands for
    "1h": (_("1 hour"), 3600, 60),
    "6h": (_("6 hours"), 6 * 3600, 300),
    "1d": (_("1 day"), 24 * 3600, 900),
    "7d": (_("7 days"), 7 * 24 * 3600, 7200),
    "30d": (_("30 days"), 30 * 24 * 3600, 21_600),
}
FIRST = "1h"


@dataclasses.dataclass(frozen=True)
class Line:
    """A metric of Cloud Monitoring as a line.

    :ivar metric: its type, such as ``compute.googleapis.com/instance/cpu/utilization``
    :ivar aligner: how its values become one for each point: ``ALIGN_MEAN``, ``ALIGN_RATE``, ...
    """

    text: str
    metric: str
    aligner: str = "ALIGN_MEAN"

    def query(self, which: str, start: float, end: float, period: int) -> Json:
        """The parameters of ``timeSeries.list``: one series, the sum where there are several."""
        return {
            "filter": f'metric.type = "{self.metric}" AND {which}',
            "interval.startTime": _stamp(start),
            "interval.endTime": _stamp(end),
            "aggregation.alignmentPeriod": f"{period}s",
            "aggregation.perSeriesAligner": self.aligner,
            "aggregation.crossSeriesReducer": "REDUCE_SUM",
        }


@dataclasses.dataclass(frozen=True, kw_only=True)
class Chart:
    """Lines of one unit in one picture."""

    title: str
    unit: Unit
    lines: tuple[Line, ...]
    stepped: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Charts(Card):
    """Charts that follow what is measured while they are looked at.

    :ivar which: the filter of a resource's series, given the resource's scope and name
    :ivar absent: what it says where the cloud measures nothing of the kind
    """

    charts: tuple[Chart, ...]
    which: Callable[[str, str], str]
    absent: tuple[str, str] = (
        _("This cloud does not measure its instances"),
        _(
            "Charts need telemetry: Ceilometer, which measures, and Gnocchi, which keeps what was"
            " measured. Whoever runs the cloud adds both, and tells the endpoint by the option"
            " telemetry in [autoscaling]."
        ),
    )
    wide: bool = True

    def html(self, shown: Shown) -> str:
        context = {"ranges": RANGES, "first": FIRST}
        return render_to_string("gce_dashboard/panels/charts.html", context)


def tab(panel: Charts, title: str = _("Observability")) -> Tab:
    """A tab of its own, which looks for itself."""
    return Tab("observability", title, (panel,), live=False)


def is_asked_for(request: HttpRequest) -> bool:
    return ASKED in request.GET


def answer(page: ConsolePage, tabs: Sequence[Tab]) -> JsonResponse:
    """The charts of a page over the time that is asked for, as HTML."""
    panels = [panel for each in tabs for panel in each.panels if isinstance(panel, Charts)]
    if not panels:
        return JsonResponse({"error": {"message": str(_("This page has no charts."))}}, status=404)
    _title, seconds, period = RANGES.get(page.request.GET[ASKED], RANGES[FIRST])
    try:
        html = _drawn(panels[0], page, seconds, period)
    except api.Unauthorized:
        raise
    except api.GceError as error:
        return JsonResponse({"error": error.as_json()})
    return JsonResponse({"html": html})


def _drawn(panel: Charts, page: ConsolePage, seconds: int, period: int) -> str:
    end = time.time()
    which = panel.which(page.kwargs.get("scope") or "", page.kwargs["name"])
    lines = [line for chart in panel.charts for line in chart.lines]
    queries = [line.query(which, end - seconds, end, period) for line in lines]
    found = dict(zip(lines, page.client.time_series(queries), strict=True))
    failures = [each for each in found.values() if isinstance(each, api.GceError)]
    if failures and len(failures) == len(found):
        if failures[0].reason != UNSUPPORTED:
            raise failures[0]
        title, text = panel.absent
        return render_to_string("gce_dashboard/_absent.html", {"title": title, "text": text})
    graphs = [
        Graph(
            title=str(chart.title),
            unit=chart.unit,
            lines=[Drawn(str(line.text), _points(found[line])) for line in chart.lines],
            start=end - seconds,
            end=end,
            period=period,
            stepped=chart.stepped,
        )
        for chart in panel.charts
    ]
    return "".join(graph.html() for graph in graphs)


def _points(found: Sequence[Json] | api.GceError) -> list[tuple[float, float]]:
    """(seconds since 1970, value) of the only series, in order."""
    if isinstance(found, api.GceError) or not found:
        return []
    return [(_moment(each), _value(each)) for each in reversed(found[0]["points"])]


def _moment(point: Json) -> float:
    return datetime.datetime.fromisoformat(point["interval"]["endTime"]).timestamp()


def _value(point: Json) -> float:
    value = point["value"]
    return float(value.get("doubleValue", value.get("int64Value", 0)))


def _stamp(moment: float) -> str:
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).isoformat(timespec="seconds")
