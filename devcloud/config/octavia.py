"""Octavia: the API with devcloud's own provider, no amphora."""

from devcloud.config.ini import (
    Sections,
    common,
    credentials,
    database,
    merge,
    token_validation,
)
from devcloud.layout import HOST, Cloud, Service


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    return {
        "octavia.conf": merge(
            common(cloud, service),
            database(cloud, service),
            token_validation(cloud, service),
            credentials(cloud, service, "service_auth"),
            {
                "DEFAULT": {"transport_url": "fake:///"},
                "api_settings": {
                    "bind_host": HOST,
                    "bind_port": service.port,
                    "auth_strategy": "keystone",
                    "enabled_provider_drivers": "devcloud:devcloud",
                    "default_provider_driver": "devcloud",
                },
                "controller_worker": {
                    "network_driver": "allowed_address_pairs_driver",
                    "client_ca": "",
                },
                "certificates": {"cert_manager": "local_cert_manager"},
                "neutron": {
                    "endpoint_type": "public",
                    "valid_interfaces": "public",
                    "region_name": service.region,
                },
                "task_flow": {"jobboard_enabled": False},
            },
        )
    }
