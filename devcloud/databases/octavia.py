"""Octavia's database, from its models and the rows of its look-up tables."""

from __future__ import annotations

from devcloud.layout import Cloud, Service


def build(cloud: Cloud, service: Service) -> None:
    from octavia.common import config
    from octavia.db import (
        api,
        base_models,
        models,  # noqa: F401  (whose import defines the tables)
    )

    config.init(["--config-file", str(cloud.etc(service) / "octavia.conf")])
    base_models.BASE.metadata.create_all(api.get_engine())
    session = api.get_session()
    with session.begin():
        for names, table in _lookup_tables():
            session.add_all(table(name=name) for name in names)
        _add_placeholders(session)


def _lookup_tables():
    from octavia.common import constants as c
    from octavia.db import models as m

    return (
        (c.SUPPORTED_PROVISIONING_STATUSES, m.ProvisioningStatus),
        (c.SUPPORTED_HEALTH_MONITOR_TYPES, m.HealthMonitorType),
        (c.SUPPORTED_LB_ALGORITHMS, m.Algorithm),
        (c.SUPPORTED_PROTOCOLS, m.Protocol),
        (c.SUPPORTED_OPERATING_STATUSES, m.OperatingStatus),
        (c.SUPPORTED_SP_TYPES, m.SessionPersistenceType),
        (c.SUPPORTED_AMPHORA_ROLES, m.AmphoraRoles),
        (c.SUPPORTED_LB_TOPOLOGIES, m.LBTopology),
        (c.SUPPORTED_VRRP_AUTH, m.VRRPAuthMethod),
        (c.SUPPORTED_L7RULE_TYPES, m.L7RuleType),
        (c.SUPPORTED_L7RULE_COMPARE_TYPES, m.L7RuleCompareType),
        (c.SUPPORTED_L7POLICY_ACTIONS, m.L7PolicyAction),
        (c.SUPPORTED_CLIENT_AUTH_MODES, m.ClientAuthenticationMode),
    )


def _add_placeholders(session) -> None:
    """The flavor and zone that stand for a deleted one, which foreign keys point at."""
    from octavia.common import constants as c
    from octavia.db import models as m

    name = "DELETED-PLACEHOLDER"
    session.add(
        m.FlavorProfile(id=c.NIL_UUID, name=name, provider_name=c.DELETED, flavor_data="{}")
    )
    session.add(
        m.AvailabilityZoneProfile(
            id=c.NIL_UUID, name=name, provider_name=c.DELETED, availability_zone_data="{}"
        )
    )
    session.flush()
    session.add(
        m.Flavor(
            id=c.NIL_UUID,
            flavor_profile_id=c.NIL_UUID,
            name=name,
            enabled=False,
            description="Stands for a deleted flavor",
        )
    )
    session.add(
        m.AvailabilityZone(
            availability_zone_profile_id=c.NIL_UUID,
            name=c.NIL_UUID,
            enabled=False,
            description="Stands for a deleted availability zone",
        )
    )
