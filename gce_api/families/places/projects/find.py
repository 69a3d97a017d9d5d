"""Looking up the quotas of a project."""

from __future__ import annotations

import functools
import operator
from collections import defaultdict

from gce_api.families.shared.call import Call
from gce_api.openstack import quotas
from gce_api.openstack.parallel import map_regions
from gce_api.openstack.quotas import Quota, Quotas


def quotas_of_all_regions(call: Call) -> Quotas:
    """The sum over regions, as GCE's project quotas are global."""
    found: dict[str, list[Quota]] = defaultdict(list)
    for of_region in map_regions(quotas.of_region, call.clouds):
        for metric, quota in of_region.items():
            found[metric].append(quota)
    return {metric: functools.reduce(operator.add, parts) for metric, parts in found.items()}
