"""Which project a user works in first; Horizon takes whichever Keystone happens to list first."""

from __future__ import annotations

from typing import Any

from openstack_auth.plugin.password import PasswordPlugin


class ProjectsByName(PasswordPlugin):
    """Log-in by password; of a user's projects the first by name, unless there is a last one."""

    def list_projects(self, session: Any, auth_plugin: Any, auth_ref: Any = None) -> list[Any]:
        projects = super().list_projects(session, auth_plugin, auth_ref)
        return sorted(projects, key=lambda project: project.name)
