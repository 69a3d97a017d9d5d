"""Licenses: one for each operating system that the public images have.

OpenStack has no such thing. They tell, as Google's do, what a disk or image runs.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call, ListCall
from gce_api.families.storage.images import find as images
from gce_api.families.storage.images.show import is_public_project, license_code, system
from gce_api.google import errors, times
from gce_api.google.links import Links
from gce_api.google.registry import implements


@implements("compute.licenses.list", public=True)
def list_licenses(call: ListCall) -> list[dict[str, Any]]:
    project = call.params["project"]
    if project != call.project.id and not is_public_project(project):
        raise errors.NotFound.resource(f"projects/{project}")
    return _licenses(call, project)


@implements("compute.licenses.get", public=True)
def get_license(call: Call) -> dict[str, Any]:
    project, name = call.params["project"], call.name
    for found in _licenses(call, project):
        if name in (found["name"], found["id"]):
            return found
    raise errors.NotFound.resource(f"projects/{project}/global/licenses/{name}")


def _licenses(call: Call, project: str) -> list[dict[str, Any]]:
    """Those of a public project; no other has any."""
    if call.project.is_called(project):
        return []
    born: dict[str, str] = {}
    for found in images.images(call).of(project):
        name, created = system(found.image), found.image["created_at"]
        if name:
            born[name] = min(born.get(name, created), created)
    return [to_license(call.links, project, name, born[name]) for name in born]


def to_license(links: Links, project: str, name: str, created: str) -> dict[str, Any]:
    """GCE's License."""
    path = f"global/licenses/{name}"
    code = license_code(project, path)
    return {
        "id": code,
        "licenseCode": code,
        "name": name,
        "creationTimestamp": times.rfc3339(created),
        "chargesUseFee": False,
        "transferable": True,
        "osLicense": True,
        "selfLink": links.url(path, project),
    }
