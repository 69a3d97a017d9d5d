"""What is kept of an instance group manager; its members:
:mod:`gce_api.families.groups.managers.members`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gce_api.families.groups.groups.plan import named_ports
from gce_api.families.groups.managers import members, versions
from gce_api.families.groups.managers.versions import FixedOrPercent, Version
from gce_api.families.groups.members import is_managed
from gce_api.families.shared.known import Kept, Known
from gce_api.google import errors
from gce_api.google.merging import patched
from gce_api.google.names import check_name

MOST = 1000  # instances of a group
MOST_VERSIONS = 2
BASE_LENGTH = 58  # a dash and four characters follow

# kept as they are given, and shown again; what else is kept has a meaning here
ECHOED = (
    "allInstancesConfig",
    "autoHealingPolicies",
    "description",
    "instanceLifecyclePolicy",
    "listManagedInstancesResults",
    "namedPorts",
    "standbyPolicy",
    "updatePolicy",
)
UNSUPPORTED = ("statefulPolicy", "instanceFlexibilityPolicy", "resourcePolicies")

Content = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundForManager:
    """What a manager's body may refer to, and where its members may be.

    :param known: templates, target pools and groups.
    :param zone: that of the manager; ``None``: it is regional.
    :param zones: those of the region that are up.
    """

    known: Known
    region: str
    zone: str | None
    zones: Sequence[str]


def plan_manager(body: Content, found: FoundForManager) -> Content:
    """The content of a new manager, but for who acts for it (``agent``).

    :raises errors.GceError: the group cannot be had as asked for.
    """
    known, path = found.known, f"{found.known.scope}/instanceGroups/{body.get('name')}"
    if path in known.resources and not is_managed(known.resources[path].content):
        raise errors.AlreadyExists.resource(f"projects/{known.project}/{path}")
    _check(body)
    kept = _versions(body, found)
    name = check_name(body.get("name"))
    return {
        **{field: body[field] for field in ECHOED if body.get(field)},
        **_network(versions.primary({"versions": kept}), known),
        "versions": kept,
        "baseInstanceName": base_name(body.get("baseInstanceName") or name[:BASE_LENGTH]),
        "targetSize": size_of(body.get("targetSize")),
        "targetPools": target_pools(body.get("targetPools") or [], found),
        "zones": _zones(body, found),
        "agent": "",
        "instances": {},
        "errors": [],
    }


def plan_patch(content: Content, body: Content, patch: Content, found: FoundForManager) -> Content:
    """The content of a manager after a PATCH; ``body``: the patch without its nulls.

    :raises errors.GceError: it cannot be changed so.
    """
    _check(body)
    changed = patched(content, {field: patch[field] for field in ECHOED if field in patch})
    for field in ("maxSurge", "maxUnavailable"):  # either fixed or percent
        if (body.get("updatePolicy") or {}).get(field):
            changed["updatePolicy"][field] = body["updatePolicy"][field]
    if body.get("versions") or body.get("instanceTemplate"):
        changed["versions"] = _versions(body, found)
    if "targetSize" in body:
        changed["targetSize"] = size_of(body["targetSize"])
    if body.get("baseInstanceName"):
        changed["baseInstanceName"] = base_name(body["baseInstanceName"])
    if "targetPools" in body:
        changed["targetPools"] = target_pools(body["targetPools"], found)
    return changed


def base_name(name: str) -> str:
    """The beginning of the members' names; a row of # for a number is not taken.

    :raises errors.Invalid: no name could begin so.
    """
    stem = re.sub(r"-?#+$", "", name)
    check_name(stem, "baseInstanceName")
    if len(stem) > BASE_LENGTH:
        raise errors.Invalid(
            f"Invalid value for field 'resource.baseInstanceName': '{name}'. It may have "
            f"{BASE_LENGTH} characters at most."
        )
    return stem


def size_of(size: int | None) -> int:
    """A group's size.

    :raises errors.Invalid: no group can have it.
    """
    if size is None or not 0 <= size <= MOST:
        raise errors.Invalid(
            f"Invalid value for field 'resource.targetSize': '{size}'. "
            f"Must be between 0 and {MOST}, inclusive."
        )
    return size


def target_pools(urls: Iterable[str], found: FoundForManager) -> list[str]:
    """Target pools as paths below the project.

    :raises errors.Invalid: one is no reference to a target pool, or of another region.
    :raises errors.NotFound: there is no such pool.
    """
    return [_target_pool(url, found) for url in urls]


def template_of(url: object, field: str, known: Known) -> Kept:
    """The template that a body refers to; a bare name is a global one's.

    :raises errors.Invalid: the URL does not refer to an instance template.
    :raises errors.NotFound: there is none.
    """
    reference = known.references.refer(url, "instanceTemplates", field)
    scope = f"regions/{reference.region}" if reference.region else "global"
    return _there(f"{scope}/instanceTemplates/{reference.name}", known)


def members_named(content: Content, urls: Iterable[str], *, skip: bool = False) -> list[str]:
    """The names of members by their instances' URLs.

    :param skip: leave out what is no member.
    :raises errors.Invalid: one is no member.
    """
    names = [url.rpartition("/")[2] for url in urls]
    if skip:
        names = [name for name in names if name in content["instances"]]
    for name in names:
        if name not in content["instances"]:
            raise errors.Invalid(
                f"Invalid value for field 'instances': '{name}'. The instance is no member of the "
                "group."
            )
    return list(dict.fromkeys(names))


def with_new_members(content: Content, names: list[str]) -> Content:
    """Members of given names besides those that there are.

    :raises errors.Invalid: a name is taken, or none.
    """
    instances = dict(content["instances"])
    changed = {**content, "instances": instances}
    for name in names:
        if check_name(name, "instances.name") in instances:
            raise errors.Invalid(
                f"Invalid value for field 'instances': '{name}'. The group has an instance of this "
                "name already."
            )
        zone = members.emptiest_zone(changed)
        instances[name] = members.new_member(zone, versions.of_next(changed))
    changed["targetSize"] = size_of(content["targetSize"] + len(names))
    return changed


def _check(body: Content) -> None:
    for field in UNSUPPORTED:
        if body.get(field):
            raise errors.Unsupported(f"Instance groups have no {field} here.")
    named_ports(body)


def _versions(body: Content, found: FoundForManager) -> list[Version]:
    """A body's versions as they are kept.

    :raises errors.GceError: they cannot be had.
    """
    given = body.get("versions") or [{"instanceTemplate": body.get("instanceTemplate")}]
    kept = [_version(version, index, found) for index, version in enumerate(given)]
    if len(kept) > MOST_VERSIONS or sum("targetSize" not in version for version in kept) != 1:
        raise errors.Invalid(
            f"Invalid value for field 'resource.versions': ''. A group has {MOST_VERSIONS} "
            "versions at most, all but one of which have a targetSize."
        )
    return kept


def _version(version: Content, index: int, found: FoundForManager) -> Version:
    field, url = f"resource.versions[{index}].instanceTemplate", version.get("instanceTemplate")
    if not url:
        raise errors.Required(f"Invalid value for field '{field}': ''. There must be a template.")
    template = template_of(url, field, found.known)
    if not template.path.startswith(("global/", f"regions/{found.region}/")):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. The template is of another region."
        )
    size = version.get("targetSize") or {}
    kept: Version = {"instanceTemplate": template.path}
    if version.get("name"):
        kept["name"] = version["name"]
    if "fixed" in size or "percent" in size:
        kept["targetSize"] = _number(size)
    return kept


def _number(size: Content) -> FixedOrPercent:
    found: FixedOrPercent = {}
    if "fixed" in size:
        found["fixed"] = size["fixed"]
    if "percent" in size:
        found["percent"] = size["percent"]
    return found


def _network(version: Version, known: Known) -> Content:
    """The network of the first interface of a version, which is the group's."""
    properties = known.resources[version["instanceTemplate"]].content["properties"]
    nic: Content = next(iter(properties.get("networkInterfaces") or []), {})
    return {field: nic[field] for field in ("network", "subnetwork") if nic.get(field)}


def _zones(body: Content, found: FoundForManager) -> list[str]:
    """The zones that the members are spread over."""
    if found.zone:
        return [found.zone]
    asked = (body.get("distributionPolicy") or {}).get("zones") or []
    if not asked:
        return list(found.zones[:3])  # as Google does
    names = [zone["zone"].rpartition("/")[2] for zone in asked]
    unknown = sorted(set(names) - set(found.zones))
    if unknown:
        raise errors.Invalid(
            f"Invalid value for field 'resource.distributionPolicy': '{', '.join(unknown)}'. "
            f"The zones of the region are {', '.join(found.zones)}."
        )
    return names


def _target_pool(url: str, found: FoundForManager) -> str:
    reference = found.known.references.refer(url, "targetPools", "targetPools")
    if reference.region not in (None, found.region):
        raise errors.Invalid(
            f"Invalid value for field 'targetPools': '{url}'. The target pool is not in the "
            "region of the group."
        )
    return _there(f"regions/{found.region}/targetPools/{reference.name}", found.known).path


def _there(path: str, known: Known) -> Kept:
    found = known.at(path)
    if found is None:
        raise errors.NotFound.resource(f"projects/{known.project}/{path}")
    return found
