"""The GCE endpoint, in front of every region."""

from devcloud import catalogue
from devcloud.config.ini import PASSWORD, Sections
from devcloud.layout import HOST, Cloud, Service


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    return {
        "gce-api.conf": {
            "DEFAULT": {
                "log_file": cloud.log(service),
                "use_stderr": False,
                "debug": False,
                "state_path": cloud.database(service).parent,
            },
            "keystone": {
                "auth_type": "password",
                "auth_url": cloud.auth_url,
                "username": "gce",
                "password": PASSWORD,
                "project_name": "service",
                "user_domain_name": "Default",
                "project_domain_name": "Default",
                "default_region": cloud.regions[0],
            },
            "database": {"connection": f"sqlite:///{cloud.database(service)}"},
            "compute": {"make_flavors": True},
            "disks": {"regional_types": catalogue.REGIONAL_DISK_TYPES},
            "autoscaling": {"telemetry": "gnocchi"},  # where the catalogue has it
            "api": {"bind_host": HOST, "bind_port": service.port},
        }
    }
