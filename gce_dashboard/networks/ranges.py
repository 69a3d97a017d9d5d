"""IP ranges and addresses, as forms of networks ask for them."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.core.exceptions import ValidationError

from gce_dashboard.framework import fields
from gce_dashboard.framework.field import Field
from gce_dashboard.i18n import gettext_lazy as _


def is_range(word: str) -> None:
    """Check an address range: ``10.0.0.0/8``.

    :raises ValidationError: it is none
    """
    try:
        ipaddress.ip_network(word, strict=False)
    except ValueError:
        raise ValidationError(_("%s is not an address range.") % word) from None


def is_network(word: str) -> None:
    """Check a range whose host bits are zero: ``10.0.0.0/24``, not ``10.0.0.1/24``.

    :raises ValidationError: it is none
    """
    is_range(word)
    exact = str(ipaddress.ip_network(word, strict=False))
    if "/" not in word or exact != word:
        raise ValidationError(_("Write the range as %s.") % exact)


def overlap(one: str, other: str) -> bool:
    """Whether two ranges have an address in common."""
    mine, theirs = ipaddress.ip_network(one), ipaddress.ip_network(other)
    return mine.version == theirs.version and mine.overlaps(theirs)


def is_address(word: str) -> None:
    """Check an IP address.

    :raises ValidationError: it is none
    """
    try:
        ipaddress.ip_address(word)
    except ValueError:
        raise ValidationError(_("%s is not an IP address.") % word) from None


def ranges(name: str, label: str, **more: Any) -> Field:
    """A field with address ranges, called as GCE calls it."""
    return fields.listed(name, label, check=is_range, plain=True, **more)


def priority(help: str) -> Field:
    """A number that decides between rules or routes."""
    return fields.number(
        "priority", _("Priority"), least=0, most=65535, initial=1000, help=help, plain=True
    )
