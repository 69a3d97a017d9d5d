"""Keystone's database, keys, service users and catalogue, through its own functions."""

from __future__ import annotations

import uuid

from devcloud.config.ini import PASSWORD
from devcloud.layout import Cloud, Service

SERVICE_USERS = ("placement", "glance", "neutron", "nova", "cinder", "octavia")

# service type, name, kind of the process, path of the endpoint
CATALOGUE = (
    ("placement", "placement", "placement", ""),
    ("image", "glance", "glance", ""),
    ("network", "neutron", "neutron", ""),
    ("compute", "nova", "nova", "/v2.1"),
    ("volumev3", "cinderv3", "cinder", "/v3"),
    ("load-balancer", "octavia", "octavia", ""),
    ("gce", "gce", "gce", "/compute/v1"),
)


def build(cloud: Cloud, service: Service) -> None:
    import keystone.server
    from keystone.common.sql import upgrades

    keystone.server.configure(config_files=[str(cloud.etc(service) / "keystone.conf")])
    upgrades.offline_sync_database_to_version()
    _make_keys()
    boot = _bootstrap(cloud)
    _make_service_users(boot)
    _make_catalogue(cloud)


def _make_keys() -> None:
    import keystone.conf
    from keystone.common import fernet_utils

    conf = keystone.conf.CONF
    for repository, name in (
        (conf.fernet_tokens.key_repository, "fernet_tokens"),
        (conf.credential.key_repository, "credential"),
    ):
        keys = fernet_utils.FernetUtils(repository, 2, name)
        keys.create_key_directory()
        keys.initialize_key_repository()


def _bootstrap(cloud: Cloud):
    from keystone.cmd import bootstrap

    boot = bootstrap.Bootstrapper()
    boot.project_name = boot.admin_username = boot.admin_role_name = "admin"
    boot.admin_password = PASSWORD
    boot.service_name = "keystone"
    boot.region_id = cloud.regions[0]
    boot.public_url = boot.internal_url = boot.admin_url = cloud.auth_url
    boot.bootstrap()
    return boot


def _make_service_users(boot) -> None:
    from keystone.common.provider_api import ProviderAPIs as api

    project = uuid.uuid4().hex
    api.resource_api.create_project(
        project,
        {
            "id": project,
            "name": "service",
            "domain_id": "default",
            "enabled": True,
            "description": "Users of the services",
        },
    )
    # the endpoint acts with its users' own tokens: its own is only shown beside them
    roles = {name: [boot.admin_role_id, boot.service_role_id] for name in SERVICE_USERS}
    roles["gce"] = [boot.service_role_id]
    for name, role_ids in roles.items():
        user = api.identity_api.create_user(
            {"name": name, "password": PASSWORD, "enabled": True, "domain_id": "default"}
        )
        for role_id in role_ids:
            api.assignment_api.add_role_to_user_and_project(user["id"], project, role_id)


def _make_catalogue(cloud: Cloud) -> None:
    from keystone.common.provider_api import ProviderAPIs as api

    for region in cloud.regions[1:]:
        api.catalog_api.create_region({"id": region, "description": ""})
        identity = api.catalog_api.list_services()[0]["id"]
        _make_endpoints(identity, cloud.auth_url, region)
    for service_type, name, kind, path in CATALOGUE:
        service_id = uuid.uuid4().hex
        api.catalog_api.create_service(
            service_id, {"id": service_id, "type": service_type, "name": name, "enabled": True}
        )
        for region in cloud.regions:
            _make_endpoints(service_id, cloud.service(kind, region).url + path, region)


def _make_endpoints(service_id: str, url: str, region: str) -> None:
    from keystone.common.provider_api import ProviderAPIs as api

    for interface in ("public", "internal", "admin"):
        endpoint_id = uuid.uuid4().hex
        api.catalog_api.create_endpoint(
            endpoint_id,
            {
                "id": endpoint_id,
                "service_id": service_id,
                "interface": interface,
                "region_id": region,
                "url": url,
                "enabled": True,
            },
        )
