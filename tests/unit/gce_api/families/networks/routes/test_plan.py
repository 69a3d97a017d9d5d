"""Ranges that are routed to the internet gateway."""

import pytest

from gce_api.families.networks.routes.plan import check_ways_out
from gce_api.google import errors
from gce_api.openstack.static_routes import ANYWHERE, GATEWAY, StaticRoute

OUT = StaticRoute("out", ANYWHERE, GATEWAY)
ACTIVATION = StaticRoute("activation", "35.190.247.13/32", GATEWAY)


def via(destination):
    return StaticRoute("appliance", destination, "10.128.0.5")


def test_a_range_leads_out_where_everything_else_does():
    check_ways_out([OUT, via("10.0.0.0/8")], ACTIVATION)
    check_ways_out([OUT, ACTIVATION], via("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("present", "new"),
    [
        ([], ACTIVATION),
        ([OUT, via("35.0.0.0/8")], ACTIVATION),
        ([OUT, ACTIVATION], via("35.0.0.0/8")),
        ([OUT, ACTIVATION], via(ANYWHERE)),
    ],
)
def test_a_range_that_would_not_lead_out_is_refused(present, new):
    with pytest.raises(errors.Unsupported, match="internet gateway"):
        check_ways_out(present, new)
