"""Glance: images as files."""

from devcloud.config.ini import (
    Sections,
    common,
    database,
    merge,
    package_etc,
    token_validation,
)
from devcloud.layout import Cloud, Service


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    data = cloud.data(service)
    return {
        "glance-api.conf": merge(
            common(cloud, service),
            database(cloud, service),
            token_validation(cloud, service),
            {
                "DEFAULT": {
                    "enabled_backends": "file:file",
                    "enabled_import_methods": "[glance-direct,web-download,copy-image]",
                    "worker_self_reference_url": service.url,
                    "transport_url": "fake:///",
                    "node_staging_uri": f"file://{data}/staging",
                    "image_size_cap": 10 * 1024**3,
                },
                "glance_store": {"default_backend": "file"},
                "file": {"filesystem_store_datadir": data / "images"},
                "os_glance_staging_store": {"filesystem_store_datadir": data / "staging"},
                "os_glance_tasks_store": {"filesystem_store_datadir": data / "tasks"},
                # Glance fetches images from sites of this machine alone; the endpoint decides
                # which of them
                "import_filtering_opts": {"allowed_hosts": "[127.0.0.1]", "allowed_ports": "[]"},
                "paste_deploy": {
                    "flavor": "keystone",
                    "config_file": package_etc("glance", "glance-api-paste.ini"),
                },
            },
        )
    }
