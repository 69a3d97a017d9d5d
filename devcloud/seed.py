"""Fills a cloud that has just been built, through its own APIs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openstack
from openstack.connection import Connection

from devcloud import catalogue
from devcloud.config.cinder import BACKEND
from devcloud.config.ini import PASSWORD
from devcloud.layout import Cloud

IMAGE_BYTES = 65536


def connect(cloud: Cloud, user: str, project: str, region: str | None = None) -> Connection:
    """An openstacksdk connection of one of the seeded users."""
    return openstack.connect(
        load_yaml_config=False,
        load_envvars=False,
        auth_url=cloud.auth_url,
        username=user,
        password=catalogue.USERS[user],
        project_name=project,
        user_domain_name="Default",
        project_domain_name="Default",
        region_name=region or cloud.regions[0],
    )


def seed(cloud: Cloud) -> None:
    """Make users and projects once, and in every region all the rest."""
    admin = connect(cloud, "admin", "admin")
    _users_and_projects(admin)
    for index, region in enumerate(cloud.regions):
        admin = connect(cloud, "admin", "admin", region)
        # the services work in parallel, each on its own part of the seed
        with ThreadPoolExecutor() as pool:
            for done in (
                pool.submit(_zones, admin, cloud.hosts(region)),
                pool.submit(_machine_types, admin),
                pool.submit(_images, admin),
                pool.submit(_disk_types, admin),
                pool.submit(_networks, admin, index),
            ):
                done.result()


def register_metrics(cloud: Cloud) -> None:
    """Tell Keystone of Gnocchi, unless it knows: its user and, in every region, its endpoints."""
    identity: Any = connect(cloud, "admin", "admin").identity  # of v3, which is not in its type
    if any(identity.services(type="metric")):
        return
    project, role = identity.find_project("service"), identity.find_role("service")
    user = identity.create_user(name="gnocchi", password=PASSWORD, domain_id="default")
    identity.assign_project_role_to_user(project, user, role)
    service = identity.create_service(type="metric", name="gnocchi")
    for region in cloud.regions:
        for interface in ("public", "internal", "admin"):
            identity.create_endpoint(
                service_id=service.id,
                interface=interface,
                region_id=region,
                url=cloud.service("gnocchi", region).url,
            )


def forget_endpoint(cloud: Cloud) -> None:
    """Take the GCE endpoint out of Keystone, for one that is installed by hand: its service, with
    its entries in the catalogue, and its user."""
    identity: Any = connect(cloud, "admin", "admin").identity
    for service in identity.services(type="gce"):
        identity.delete_service(service)
    identity.delete_user(identity.find_user("gce", domain_id="default"))


def _users_and_projects(admin: Connection) -> None:
    identity: Any = admin.identity
    projects = [
        identity.create_project(name=name, domain_id="default") for name in catalogue.PROJECTS
    ]
    for user_name, role_name in catalogue.ROLES.items():
        user = identity.find_user(user_name) or identity.create_user(
            name=user_name,
            password=catalogue.USERS[user_name],
            domain_id="default",
            default_project_id=projects[0].id,
        )
        role = identity.find_role(role_name, ignore_missing=False)
        for project in projects:
            identity.assign_project_role_to_user(project, user, role)


def _zones(admin: Connection, hosts: dict[str, list[str]]) -> None:
    for zone, names in hosts.items():
        aggregate = admin.compute.create_aggregate(name=zone, availability_zone=zone)
        for name in names:
            admin.compute.add_host_to_aggregate(aggregate, name)


def _machine_types(admin: Connection) -> None:
    for name, (vcpus, memory) in catalogue.MACHINE_TYPES.items():
        admin.compute.create_flavor(name=name, vcpus=vcpus, ram=memory, disk=0)


def _images(admin: Connection) -> None:
    glance: Any = admin.image
    for image in catalogue.IMAGES:
        state = {"gce:deprecated": '{"state": "DEPRECATED"}'} if image.deprecated else {}
        made = glance.create_image(
            name=image.name,
            disk_format="raw",
            container_format="bare",
            visibility="public",
            min_disk=image.min_disk,
            architecture="x86_64",
            os_type=image.os_type,
            os_distro=image.distro,
            os_version=image.version,
            gce_family=image.family,
            description=image.description,
            **state,
        )
        made.data = f"{image.name}\n".encode().ljust(IMAGE_BYTES, b"\n")
        made.upload(glance)


def _disk_types(admin: Connection) -> None:
    cinder: Any = admin.block_storage
    for name, description in catalogue.DISK_TYPES.items():
        # one back end for all types, so that a snapshot of one can become a disk of another
        cinder.create_type(
            name=name, description=description, extra_specs={"volume_backend_name": BACKEND}
        )
    cinder.delete_type(cinder.find_type("__DEFAULT__"))


def _networks(admin: Connection, index: int) -> None:
    """An external network, and what Neutron makes a project's first network from."""
    public = admin.network.create_network(
        name=catalogue.PUBLIC_NETWORK,
        is_router_external=True,
        is_default=True,
        provider_network_type="flat",
        provider_physical_network="physnet1",
    )
    admin.network.create_subnet(
        name=catalogue.PUBLIC_NETWORK,
        network_id=public.id,
        ip_version=4,
        cidr=catalogue.public_range(index),
        is_dhcp_enabled=False,
    )
    admin.network.create_subnet_pool(
        name="default",
        prefixes=[catalogue.internal_range(index)],
        default_prefix_length=20,
        is_shared=True,
        is_default=True,
    )
