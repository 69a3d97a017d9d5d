"""Neutron: ML2 with devcloud's own mechanism driver, no agent anywhere."""

from devcloud.config.ini import (
    Sections,
    common,
    credentials,
    database,
    merge,
    package_etc,
    token_validation,
)
from devcloud.layout import Cloud, Service

PLUGINS = (
    "router",
    "port_forwarding",
    "qos",
    "trunk",
    "segments",
    "metering",
    "auto_allocate",
    "tag",
    "network_ip_availability",
    "flavors",
    "revisions",
    "timestamp",
)
QUOTAS = {
    "quota_network": 500,
    "quota_subnet": 500,
    "quota_port": 5000,
    "quota_router": 200,
    "quota_floatingip": 1000,
    "quota_security_group": 500,
    "quota_security_group_rule": 5000,
}


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    return {
        "neutron.conf": merge(
            common(cloud, service),
            database(cloud, service),
            token_validation(cloud, service),
            credentials(cloud, service, "nova", endpoint_type="public"),
            credentials(cloud, service, "placement", endpoint_type="public"),
            {
                "DEFAULT": {
                    "core_plugin": "ml2",
                    "service_plugins": PLUGINS,
                    "auth_strategy": "keystone",
                    "transport_url": "fake:///",
                    "enable_dvr": False,
                    "api_paste_config": package_etc("neutron", "api-paste.ini"),
                    "dns_domain": "devcloud.test.",
                    "global_physnet_mtu": 1550,  # 1500 in VXLAN, which GCE's networks may have
                    # there is no agent: never look for one to host a network or a router
                    "network_auto_schedule": False,
                    "router_auto_schedule": False,
                    "dhcp_agent_notification": False,
                    "notify_nova_on_port_status_changes": False,
                    "notify_nova_on_port_data_changes": True,
                    "send_events_interval": 1,
                },
                "quotas": {"default_quota": -1, **QUOTAS},
            },
        ),
        "ml2_conf.ini": {
            "ml2": {
                "type_drivers": ["flat", "vlan", "vxlan", "geneve", "local"],
                "project_network_types": "vxlan",
                "mechanism_drivers": "devcloud",
                "extension_drivers": ["port_security", "qos"],
                "path_mtu": 1550,
            },
            "ml2_type_flat": {"flat_networks": "*"},
            "ml2_type_vlan": {"network_vlan_ranges": "physnet1:100:999"},
            "ml2_type_vxlan": {"vni_ranges": "1:4000"},
            "ml2_type_geneve": {"vni_ranges": "4001:5000", "max_header_size": 38},
            "securitygroup": {"enable_security_group": True},
        },
    }
