"""Cinder: API, scheduler and one volume service for each zone in one process."""

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

DEFAULT_TYPE = "pd-standard"
BACKEND = "files"
FILTERS = ("AvailabilityZoneFilter", "CapacityFilter", "CapabilitiesFilter")


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    return {
        "cinder.conf": merge(
            common(cloud, service),
            database(cloud, service),
            token_validation(cloud, service),
            credentials(cloud, service, "nova", interface="public"),
            credentials(cloud, service, "service_user", send_service_user_token=True),
            _behaviour(cloud, service),
            _backends(cloud, service),
        )
    }


def _behaviour(cloud: Cloud, service: Service) -> Sections:
    data = cloud.data(service)
    zones = cloud.zones(service.region)
    return {
        "DEFAULT": {
            "host": "devcloud",
            "my_ip": "127.0.0.1",
            "transport_url": "fake:///",
            "state_path": data,
            "auth_strategy": "keystone",
            "api_paste_config": package_etc("cinder", "api-paste.ini"),
            "resource_query_filters_file": package_etc("cinder", "resource_filters.json"),
            "enabled_backends": zones,
            "default_volume_type": DEFAULT_TYPE,
            "glance_api_servers": cloud.service("glance", service.region).url,
            "image_conversion_dir": data / "conversion",
            "storage_availability_zone": zones[0],
            "default_availability_zone": zones[0],
            # a snapshot is of the whole region, as in GCE: its disks go into any zone
            "snapshot_same_host": False,
            "cloned_volume_same_az": False,
            "scheduler_default_filters": FILTERS,
            "osapi_max_limit": 5000,
            "quota_volumes": 5000,
            "quota_snapshots": 5000,
            "quota_gigabytes": 1000000,
            "quota_backups": 1000,
            "quota_backup_gigabytes": 1000000,
            "report_interval": 10,
            "service_down_time": 60,
            "periodic_interval": 30,
            "periodic_fuzzy_delay": 2,
            "backend_stats_polling_interval": 60,
            "scheduler_driver_init_wait_time": 5,
        },
        "coordination": {"backend_url": f"file://{data}/coordination"},
    }


def _backends(cloud: Cloud, service: Service) -> Sections:
    return {
        zone: {
            "volume_driver": "devcloud.drivers.cinder.FileDriver",
            "volume_backend_name": BACKEND,
            "backend_availability_zone": zone,
            # one folder for all zones, so that a snapshot can be read from each of them
            "devcloud_folder": cloud.data(service) / "volumes",
        }
        for zone in cloud.zones(service.region)
    }
