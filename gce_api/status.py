"""The command ``gce-status``: whether settings, database and cloud are as the endpoint needs them.

``gce-status upgrade check`` is as OpenStack's other services have it (oslo.upgradecheck): a table,
or JSON with ``--json``; the status is 0 where all is well, 1 where something is worth a look, 2
where the endpoint cannot work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from typing import Any

from oslo_config import cfg
from oslo_upgradecheck import upgradecheck
from oslo_upgradecheck.upgradecheck import Code, Result

from gce_api import options, starting
from gce_api.access.auth.identity import Identity
from gce_api.google import errors
from gce_api.openstack import failures, survey
from gce_api.openstack.cloud import Clouds
from gce_api.openstack.survey import Lack, Region

GCE = "gce"  # the service type by which Horizon's plugin finds the endpoint
MAY_NOT = (
    "[keystone] username may not ask: with the role `reader` in its project it may. The endpoint "
    "does not need that otherwise."
)
ALIASES = {"volumev3": "block-storage", "block-store": "block-storage"}


def main(argv: list[str] | None = None) -> None:
    """Entry point; ends the process with the worst result of all checks."""
    conf = cfg.ConfigOpts()
    options.register(conf)
    sys.exit(
        upgradecheck.main(
            conf,
            "gce-api",
            Checks(conf),
            argv if argv is not None else sys.argv[1:],
            options.named_files(),
        )
    )


class Checks(upgradecheck.UpgradeCommands):
    """The settings, each tried; then the cloud's regions, each asked."""

    display_title = "GCE endpoint"

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        self._conf = conf

    def check(self) -> Code:
        """As oslo.upgradecheck's, of what there is to check now that the settings are read."""
        self._upgrade_checks = tuple(self._all())
        return super().check()

    def _all(self) -> Iterator[tuple[str, Callable[[Any], Result]]]:
        """Settings first: what they reach is asked afterwards."""
        for title, attempt in starting.ATTEMPTS.items():
            yield f"Setting: {title}", partial(_tried, attempt, self._conf)
        try:
            regions = list(_regions(self._conf))
        except errors.GceError:
            return  # which "Keystone" and "own user" have told
        for region in regions:
            for title, question in survey.QUESTIONS.items():
                yield f"{region.name}: {title}", partial(_asked, question, region)
        yield "Catalogue: the endpoint", partial(_in_catalogue, regions)


def _tried(attempt: Callable[[cfg.ConfigOpts], None], conf: cfg.ConfigOpts, _: Any) -> Result:
    try:
        attempt(conf)
    except options.Wrong as error:
        return Result(Code.FAILURE, str(error))
    return Result(Code.SUCCESS)


def _asked(question: Callable[[Region], Any], region: Region, _: Any) -> Result:
    try:
        lacks: list[Lack] = list(question(region))
    except Exception as error:
        told = failures.translate(error)
        if isinstance(told, errors.Forbidden) or isinstance(error, survey.NotAllowed):
            return Result(Code.WARNING, MAY_NOT)
        return Result(Code.WARNING, f"It cannot be asked: {told.message if told else error}")
    if not lacks:
        return Result(Code.SUCCESS)
    worst = Code.FAILURE if any(lack.is_fatal for lack in lacks) else Code.WARNING
    return Result(worst, " ".join(map(str, lacks)))


def _in_catalogue(regions: list[Region], _: Any) -> Result:
    without = [region.name for region in regions if GCE not in region.services]
    if not without:
        return Result(Code.SUCCESS)
    return Result(
        Code.WARNING,
        f"No service `{GCE}` in {', '.join(without)}: Horizon shows no Compute Engine there.",
    )


def _regions(conf: cfg.ConfigOpts) -> list[Region]:
    """The regions of the catalogue that the endpoint's own user gets.

    :raises errors.Unavailable: they cannot log in.
    """
    access = Identity(conf).log_in_oneself()
    clouds = Clouds(conf, lambda resource: nullcontext())  # type: ignore[arg-type, return-value]
    there: dict[str, set[str]] = {}
    catalog = access.service_catalog.get_endpoints() if access else {}
    for kind, endpoints in catalog.items():
        for endpoint in filter(None, endpoints):
            there.setdefault(endpoint["region_id"], set()).add(ALIASES.get(kind, kind))
    return [
        Region(name, clouds.as_service(name), frozenset(kinds), str(access and access.project_id))
        for name, kinds in sorted(there.items())
        if name
    ]
