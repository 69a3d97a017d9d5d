"""The plugin's settings: one dictionary, ``GCE_DASHBOARD``, in Horizon's settings.

============== ======= ==============================================================
key            default meaning
============== ======= ==============================================================
service_type   "gce"   the endpoint's service type in the Keystone catalogue
connect_timeout 5      seconds to wait for a connection to the endpoint
read_timeout   60      seconds to wait between bytes of the endpoint's answer
cacert         None    path of a CA bundle; None means ``OPENSTACK_SSL_CACERT``
insecure       None    True skips TLS verification; None: ``OPENSTACK_SSL_NO_VERIFY``
page_size      50      rows on a page until the user chooses otherwise, 1 to 500
poll_interval  15      seconds between two looks at a page where nothing moves
============== ======= ==============================================================
"""

from __future__ import annotations

import dataclasses
import pathlib
from typing import Any

from django.conf import settings
from django.core import checks

MAX_PAGE_SIZE = 500  # GCE's own limit of maxResults


@dataclasses.dataclass(frozen=True)
class Settings:
    service_type: str = "gce"
    connect_timeout: float = 5
    read_timeout: float = 60
    cacert: str | None = None
    insecure: bool | None = None
    page_size: int = 50
    poll_interval: float = 15

    @property
    def verify(self) -> bool | str:
        """What ``requests`` calls ``verify``: False, True or the path of a CA bundle."""
        insecure = self.insecure
        if insecure is None:
            insecure = getattr(settings, "OPENSTACK_SSL_NO_VERIFY", False)
        if insecure:
            return False
        return self.cacert or getattr(settings, "OPENSTACK_SSL_CACERT", None) or True


FIELDS = {field.name for field in dataclasses.fields(Settings)}


def get() -> Settings:
    """The settings in force."""
    configured = getattr(settings, "GCE_DASHBOARD", {})
    return Settings(**{key: value for key, value in configured.items() if key in FIELDS})


def check_settings(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Django system check: every problem of ``GCE_DASHBOARD``, each with what to do about it."""
    configured = getattr(settings, "GCE_DASHBOARD", {})
    if not isinstance(configured, dict):
        return [checks.Error("GCE_DASHBOARD is not a dictionary.", id="gce_dashboard.E001")]
    return [
        *_unknown_keys(configured),
        *_bad_numbers(configured),
        *_bad_service_type(configured),
        *_bad_cacert(configured),
    ]


def _unknown_keys(configured: dict) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"GCE_DASHBOARD has an unknown key {key!r}.",
            hint=f"The keys are {', '.join(sorted(FIELDS))}.",
            id="gce_dashboard.E002",
        )
        for key in configured
        if key not in FIELDS
    ]


def _bad_numbers(configured: dict) -> list[checks.CheckMessage]:
    ranges = {
        "connect_timeout": (0.1, 600),
        "read_timeout": (0.1, 3600),
        "poll_interval": (1, 3600),
        "page_size": (1, MAX_PAGE_SIZE),
    }
    problems: list[checks.CheckMessage] = []
    for key, (low, high) in ranges.items():
        value = configured.get(key, getattr(Settings, key))
        kinds = int if key == "page_size" else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
            problems.append(
                checks.Error(
                    f"GCE_DASHBOARD[{key!r}] is {value!r}.",
                    hint=f"It is a number from {low} to {high}.",
                    id="gce_dashboard.E003",
                )
            )
    return problems


def _bad_service_type(configured: dict) -> list[checks.CheckMessage]:
    value = configured.get("service_type", "gce")
    if isinstance(value, str) and value:
        return []
    return [
        checks.Error(
            f"GCE_DASHBOARD['service_type'] is {value!r}.",
            hint="It is the service type of the GCE endpoint in the Keystone catalogue.",
            id="gce_dashboard.E004",
        )
    ]


def _bad_cacert(configured: dict) -> list[checks.CheckMessage]:
    value = configured.get("cacert")
    if value is None or (isinstance(value, str) and pathlib.Path(value).is_file()):
        return []
    return [
        checks.Error(
            f"GCE_DASHBOARD['cacert'] is {value!r}, which is not a readable file.",
            hint="It is the path of a PEM file with the certificates to trust.",
            id="gce_dashboard.E005",
        )
    ]
