"""Nova: API, conductor, scheduler and several computes in one process."""

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
from devcloud.services import guest_console

# GCE's machine types have no disk of their own (flavors of disk 0).  Nova lets only
# administrators boot such a flavor from an image without a volume; here everyone may, since
# `devcloud scale` boots that way and a fake hypervisor has no disk to protect.
# And the endpoint makes the flavors of custom machine types.
POLICY = (
    "os_compute_api:servers:create:zero_disk_flavor: rule:project_member_or_admin\n"
    "os_compute_api:os-flavor-manage:create: role:admin or role:service\n"
)

FILTERS = (
    "ComputeFilter",
    "ComputeCapabilitiesFilter",
    "ImagePropertiesFilter",
    "ServerGroupAntiAffinityFilter",
    "ServerGroupAffinityFilter",
)


def files(cloud: Cloud, service: Service) -> dict[str, Sections | str]:
    return {
        "nova.conf": merge(
            common(cloud, service),
            database(cloud, service),
            database(cloud, service, "_api", section="api_database"),
            token_validation(cloud, service),
            *_clients(cloud, service),
            _behaviour(cloud, service),
            _quota(),
        ),
        "policy.yaml": POLICY,
    }


def _clients(cloud: Cloud, service: Service) -> list[Sections]:
    public = {"valid_interfaces": "public"}
    return [
        credentials(cloud, service, "placement", **public),
        credentials(cloud, service, "neutron", service_metadata_proxy=False, **public),
        credentials(cloud, service, "keystone", **public),
        credentials(cloud, service, "glance", num_retries=1, **public),
        credentials(cloud, service, "service_user", send_service_user_token=True),
        credentials(
            cloud,
            service,
            "cinder",
            catalog_info="volumev3::publicURL",
            os_region_name=service.region,
        ),
    ]


def _behaviour(cloud: Cloud, service: Service) -> Sections:
    data = cloud.data(service)
    return {
        "DEFAULT": {
            "host": "control",
            "my_ip": "127.0.0.1",
            "transport_url": "fake:///",
            "rpc_response_timeout": 120,
            "state_path": data,
            "instances_path": data / "instances",
            "compute_driver": "devcloud.DevCloudDriver",
            "allow_resize_to_same_host": True,
            "reserved_host_memory_mb": 0,
            "initial_cpu_allocation_ratio": 16.0,
            "initial_ram_allocation_ratio": 1.5,
            "resume_guests_state_on_host_boot": False,
            "sync_power_state_interval": -1,
            "heal_instance_info_cache_interval": -1,
            "update_resources_interval": 120,
            "report_interval": 10,
            "service_down_time": 60,
            "periodic_fuzzy_delay": 5,
            "max_concurrent_builds": 4,
            "vif_plugging_is_fatal": False,
            "vif_plugging_timeout": 0,
            "default_green_pool_size": 100,
        },
        "api": {"max_limit": 5000},
        "wsgi": {"api_paste_config": package_etc("nova", "api-paste.ini")},
        "scheduler": {
            "workers": 1,
            "discover_hosts_in_cells_interval": -1,
            "max_placement_results": 100,
        },
        "filter_scheduler": {
            "enabled_filters": FILTERS,
            "track_instance_changes": False,
            "host_subset_size": 4,
        },
        "conductor": {"workers": 1},
        "vnc": {"enabled": True, "novncproxy_base_url": service.url + guest_console.PATH},
        "oslo_policy": {"policy_file": cloud.etc(service) / "policy.yaml"},
    }


def _quota() -> Sections:
    return {
        "quota": {
            "instances": 2000,
            "cores": 8000,
            "ram": 32 * 1024 * 1024,
            "key_pairs": 1000,
            "server_groups": 100,
            "server_group_members": 2000,
        }
    }
