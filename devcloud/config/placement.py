"""Placement: resource inventories and allocations."""

from devcloud.config.ini import Sections, common, database, merge, token_validation
from devcloud.layout import Cloud, Service


def files(cloud: Cloud, service: Service) -> dict[str, Sections]:
    return {
        "placement.conf": merge(
            common(cloud, service),
            database(cloud, service, section="placement_database"),
            token_validation(cloud, service),
            {"api": {"auth_strategy": "keystone"}},
        )
    }
