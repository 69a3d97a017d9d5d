"""Keystone's application credentials: a user's roles in one project, without the password."""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack.caller import Credential
from gce_api.openstack.cloud import Cloud


def create(cloud: Cloud, name: str, description: str) -> Credential | None:
    """A new one of the caller in their project (Keystone v3.10).

    :return: ``None`` where Keystone lets the caller's own credentials make no others.
    """
    identity: Any = cloud.connection.identity
    try:
        made = identity.create_application_credential(
            user=cloud.caller.access.user_id, name=name, description=description
        )
    except sdk.ForbiddenException:
        return None
    return Credential(made.id, made.secret)
