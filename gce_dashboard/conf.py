"""The plugin's settings: one dictionary, ``GCE_DASHBOARD``, in Horizon's settings.

=============== ======= ==============================================================
key             default meaning
=============== ======= ==============================================================
service_type    "gce"   the endpoint's service type in the Keystone catalogue
connect_timeout 5       seconds to wait for a connection to the endpoint
read_timeout    60      seconds to wait between bytes of the endpoint's answer
cacert          None    path of a CA bundle; None means ``OPENSTACK_SSL_CACERT``
insecure        None    True skips TLS verification; None: ``OPENSTACK_SSL_NO_VERIFY``
page_size       50      rows on a page until the user chooses otherwise, 1 to 500
poll_interval   15      seconds between two looks at a page where nothing moves
max_upload_gb   100     GB (2**30 bytes) of the largest file that becomes an image, 1 to 65536
=============== ======= ==============================================================
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import checks

MAX_PAGE_SIZE = 500  # GCE's own limit of maxResults
LONGEST_LIST = 5000  # rows of a list that are looked through for what the endpoint cannot find


@dataclasses.dataclass(frozen=True)
class Settings:
    service_type: str = "gce"
    connect_timeout: float = 5
    read_timeout: float = 60
    cacert: str | None = None
    insecure: bool | None = None
    page_size: int = 50
    poll_interval: float = 15
    max_upload_gb: int = 100

    @property
    def largest_upload(self) -> int:
        """Bytes."""
        return self.max_upload_gb << 30

    @property
    def verify(self) -> bool | str:
        """What ``requests`` calls ``verify``: False, True or the path of a CA bundle."""
        insecure = self.insecure
        if insecure is None:
            insecure = getattr(settings, "OPENSTACK_SSL_NO_VERIFY", False)
        if insecure:
            return False
        return self.cacert or getattr(settings, "OPENSTACK_SSL_CACERT", None) or True


def get() -> Settings:
    """The settings in force; where one makes no sense its default is."""
    configured = getattr(settings, "GCE_DASHBOARD", {})
    if not isinstance(configured, dict):
        return Settings()
    return Settings(
        **{key: value for key, value in configured.items() if key in RULES and RULES[key](value)}
    )


def _between(low: float, high: float, *kinds: type[int] | type[float]) -> Callable[[Any], bool]:
    # True and False are integers to Python, but nobody means a number by them
    return lambda v: isinstance(v, kinds) and not isinstance(v, bool) and low <= v <= high


def _is_service_type(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[-.\w]+", value) is not None


def _is_bundle(value: Any) -> bool:
    return value is None or (isinstance(value, str) and os.access(value, os.R_OK))


# what a value has to be, and how that is said
RULES: dict[str, Callable[[Any], bool]] = {
    "service_type": _is_service_type,
    "connect_timeout": _between(0.1, 600, int, float),
    "read_timeout": _between(0.1, 3600, int, float),
    "cacert": _is_bundle,
    "insecure": lambda value: value is None or isinstance(value, bool),
    "page_size": _between(1, MAX_PAGE_SIZE, int),
    "poll_interval": _between(1, 3600, int, float),
    "max_upload_gb": _between(1, 65536, int),
}
HINTS = {
    "service_type": "It is the service type of the GCE endpoint in the Keystone catalogue.",
    "connect_timeout": "It is a number of seconds from 0.1 to 600.",
    "read_timeout": "It is a number of seconds from 0.1 to 3600.",
    "cacert": "It is the path of a readable PEM file with the certificates to trust, or None.",
    "insecure": "It is True, False or None.",
    "page_size": f"It is a whole number from 1 to {MAX_PAGE_SIZE}.",
    "poll_interval": "It is a number of seconds from 1 to 3600.",
    "max_upload_gb": "It is a whole number of GB from 1 to 65536.",
}


def check_settings(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Django system check: every problem of ``GCE_DASHBOARD``, each with what to do about it."""
    configured = getattr(settings, "GCE_DASHBOARD", {})
    if not isinstance(configured, dict):
        return [
            checks.Error(
                "GCE_DASHBOARD is not a dictionary.",
                hint="Every setting has its default until it is one.",
                id="gce_dashboard.E001",
            )
        ]
    unknown = [
        checks.Error(
            f"GCE_DASHBOARD has an unknown key {key!r}.",
            hint=f"The keys are {', '.join(RULES)}.",
            id="gce_dashboard.E002",
        )
        for key in configured
        if key not in RULES
    ]
    wrong = [
        checks.Error(
            f"GCE_DASHBOARD[{key!r}] is {value!r}; its default is used.",
            hint=HINTS[key],
            id="gce_dashboard.E003",
        )
        for key, value in configured.items()
        if key in RULES and not RULES[key](value)
    ]
    return [*unknown, *wrong]
