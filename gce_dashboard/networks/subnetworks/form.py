"""What a subnet is asked for with, on its own page and on that of a network."""

from __future__ import annotations

from gce_dashboard.framework import fields
from gce_dashboard.framework.registry import REGION, Resource
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.ranges import is_network

SUBNETWORKS = Resource(
    collection="subnetworks",
    title=_("Subnet"),
    plural=_("Subnets"),
    icon="subnet",
    scopes=(REGION,),
    gcloud="compute networks subnets",
)
RANGE = fields.text(
    "range",
    _("IP range"),
    required=True,
    validators=[is_network],
    path="ipCidrRange",
    flag="--range={}",
    fixed=True,
    help=_("For example 10.0.0.0/24. It does not overlap another of the network."),
)
FIELDS = (
    fields.name(suggest="subnet"),
    fields.description(),
    fields.network(),
    fields.region(),
    RANGE,
    fields.tick(
        "access",
        _("Private Google Access"),
        path="privateIpGoogleAccess",
        flag="--enable-private-ip-google-access",
        always=True,
    ),
    fields.fingerprint("fingerprint"),
)
