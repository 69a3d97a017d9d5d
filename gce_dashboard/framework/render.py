"""Cells: small pieces of HTML, always escaped."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Iterable, Mapping

from django.utils import dateformat, dateparse, timezone
from django.utils.safestring import SafeString

from gce_dashboard.framework.markup import format_html, format_html_join
from gce_dashboard.i18n import gettext_lazy as _

UNKNOWN_TIME = datetime.datetime.fromtimestamp(0, datetime.UTC)  # as the endpoint says it
NOTHING = format_html('<span class="gce-none" aria-label="{}">—</span>', _("none"))


@functools.cache
def icon(name: str) -> SafeString:
    """An icon of ``_icons.html``, hidden from screen readers."""
    return format_html(
        '<svg class="gce-icon" aria-hidden="true"><use href="#gce-i-{}"></use></svg>', name
    )


def status(tone: str, text: str) -> SafeString:
    """A status as icon and text.

    :param tone: ``ok``, ``off``, ``paused``, ``busy`` or ``error``
    """
    return format_html(
        '<span class="gce-status gce-{0}">{1}<span>{2}</span></span>', tone, icon(tone), text
    )


def explained(cell: SafeString, summary: str, reasons: Iterable[str]) -> SafeString:
    """A cell with the reasons for what it says, which open on a click."""
    told = format_html_join("", "<p>{}</p>", ((each,) for each in reasons))
    return format_html(
        '{}<details class="gce-more"><summary>{}</summary>{}</details>', cell, summary, told
    )


def link(url: str, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def text(value: object) -> SafeString:
    """Plain text, a dash where there is nothing."""
    return format_html("{}", value) if value not in (None, "", []) else NOTHING


def mono(value: str, shown: str = "") -> SafeString:
    """An address or an id with a button that copies it.

    :param shown: what is seen of it, where that is not all
    """
    if not value:
        return NOTHING
    shown = shown or value
    return format_html(
        '<span class="gce-mono">{0}</span>'
        '<button type="button" class="gce-copy" data-gce-copy="{1}" aria-label="{2}">{3}</button>',
        shown,
        value,
        _("Copy %s") % shown,
        icon("copy"),
    )


def monos(values: Iterable[str]) -> SafeString:
    """Addresses, one below the other, each with its button."""
    cells = [(mono(value),) for value in values if value]
    if len(cells) < 2:
        return cells[0][0] if cells else NOTHING
    return format_html_join("", '<div class="gce-each">{}</div>', cells)


def adding(url: str, text: str, collection: str) -> SafeString:
    """A link to the page that creates one of a collection, for those who may do that."""
    return format_html(
        '<a href="{}" data-gce-needs="compute.{}.create">{}</a>', url, collection, text
    )


def chips(labels: Mapping[str, str]) -> SafeString:
    """Labels as chips, ``key: value``."""
    return chip_list(f"{key}: {value}" if value else key for key, value in sorted(labels.items()))


def chip_list(texts: Iterable[str]) -> SafeString:
    items = [(each,) for each in texts]
    if not items:
        return NOTHING
    chips_ = format_html_join("", '<li class="gce-chip" title="{0}">{0}</li>', items)
    return format_html('<ul class="gce-chips">{}</ul>', chips_)


def moment(value: str | None) -> SafeString:
    """An RFC 3339 time stamp, shown in the user's time zone."""
    parsed = dateparse.parse_datetime(value) if value else None
    if parsed is None or parsed == UNKNOWN_TIME:
        return NOTHING
    local = timezone.localtime(parsed) if timezone.is_aware(parsed) else parsed
    return format_html(
        '<time datetime="{}">{}</time>', value, dateformat.format(local, "M j, Y, H:i:s")
    )


def act(action: str, icon_name: str, label: str, **values: str) -> SafeString:
    """A button in a row that opens a form of the page's with these values chosen."""
    return format_html(
        '<button type="button" class="gce-button gce-button-icon" data-gce-action="{}"'
        ' data-gce-with="{}" aria-label="{}" title="{}">{}</button>',
        action,
        json.dumps(values),
        label,
        label,
        icon(icon_name),
    )


def progress(percent: int, label: str) -> SafeString:
    return format_html(
        '<progress class="gce-progress" max="100" value="{0}" aria-label="{1}">{0}%</progress>'
        '<span class="gce-percent">{0}%</span>',
        percent,
        label,
    )


def meter(value: float, most: float, label: str, tone: str = "") -> SafeString:
    """How much of something is used, as a bar.

    :param tone: ``near`` the limit, ``full`` or ""
    """
    return format_html(
        '<meter class="gce-meter{}" min="0" max="{}" value="{}" aria-label="{}">{}</meter>',
        f" gce-meter-{tone}" if tone else "",
        most,
        value,
        label,
        f"{value:g} / {most:g}",
    )


def part(src: str, until: SafeString) -> SafeString:
    """A part of the page that the view at ``src`` renders by itself; ``until`` then, this."""
    return format_html('<gce-part src="{}">{}</gce-part>', src, until)
