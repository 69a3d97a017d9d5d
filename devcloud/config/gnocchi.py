"""Gnocchi: the API and what works on measures in one process, on files."""

from devcloud.config.ini import Sections, common, database_url, merge, token_validation
from devcloud.layout import Cloud, Service


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    data, etc = cloud.data(service), cloud.etc(service)
    return {
        "gnocchi.conf": merge(
            common(cloud, service),
            token_validation(cloud, service),
            {
                "DEFAULT": {
                    "coordination_url": f"file://{data / 'coordination'}",
                    "parallel_operations": 1,
                    "verbose": False,
                },
                "api": {"auth_mode": "keystone", "paste_config": etc / "api-paste.ini"},
                "indexer": {"url": database_url(cloud, service)},
                "storage": {"driver": "file", "file_basepath": data / "storage"},
            },
        ),
        # Gnocchi's own lets keystonemiddleware read its options in /etc
        "api-paste.ini": {
            "composite:gnocchi+keystone": {"use": "egg:Paste#urlmap", "/v1": "authenticated"},
            "pipeline:authenticated": {"pipeline": "authtoken gnocchi"},
            "filter:authtoken": {
                "use": "egg:keystonemiddleware#auth_token",
                "oslo_config_project": "gnocchi",
                "oslo_config_file": etc / "gnocchi.conf",
            },
            "app:gnocchi": {
                "paste.app_factory": "gnocchi.rest.app:app_factory",
                "root": "gnocchi.rest.api.V1Controller",
            },
        },
    }
