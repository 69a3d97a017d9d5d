"""What is kept of a target pool, and what a change makes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gce_api.families.shared.known import Content, Known
from gce_api.google import errors
from gce_api.google.links import Links

AFFINITIES = ("NONE", "CLIENT_IP", "CLIENT_IP_PROTO")

Named = list[tuple[str, object]]  # URLs of a body, each with its field


@dataclass(frozen=True)
class FoundForPool:
    """What a body may refer to: health checks and other pools, and servers by their instances'
    paths."""

    known: Known
    servers: Mapping[str, str]


def plan_pool(body: Content, found: FoundForPool) -> Content:
    """What is kept of a new target pool.

    :raises errors.Invalid: the affinity is none, or there are too many health checks.
    :raises errors.NotFound: it refers to something that is not there.
    """
    affinity = body.get("sessionAffinity") or "NONE"
    if affinity not in AFFINITIES:
        raise errors.Invalid(
            f"Invalid value for field 'resource.sessionAffinity': '{affinity}'. "
            f"Must be one of: {', '.join(AFFINITIES)}."
        )
    return {
        "description": body.get("description"),
        "sessionAffinity": affinity,
        "instances": instances(instances_of(body), found),
        "healthChecks": checked(list(health_checks(health_checks_of(body), found.known))),
        **plan_backup(body.get("backupPool"), body.get("failoverRatio"), "backupPool", found.known),
    }


def instances_of(body: Content) -> Named:
    """The instances that the body of a new pool names."""
    urls = body.get("instances") or []
    return [(f"resource.instances[{i}]", url) for i, url in enumerate(urls)]


def health_checks_of(body: Content) -> Named:
    """The health checks that the body of a new pool names."""
    urls = body.get("healthChecks") or []
    return [(f"resource.healthChecks[{i}]", url) for i, url in enumerate(urls)]


def named(body: Content, field: str, item: str) -> Named:
    """The references in a body such as ``{"instances": [{"instance": url}]}``.

    :raises errors.Required: there are none.
    """
    found = body.get(field) or []
    if not found:
        raise errors.Required(f"Required field '{field}' not specified")
    return [(f"{field}[{i}].{item}", entry.get(item)) for i, entry in enumerate(found)]


def instances(urls: Named, found: FoundForPool) -> list[dict[str, str]]:
    """What is kept of instances that exist: the path of each, and the UUID of its server.

    :raises errors.NotFound: there is no such instance.
    """
    return [_instance(url, field, found) for field, url in urls]


def instance_path(url: object, field: str, known: Known) -> str:
    """The path of an instance of the pool's region, whether it exists or not.

    :raises errors.Invalid: it is of another region.
    """
    reference = known.references.refer(url, "instances", field)
    region = known.scope.removeprefix("regions/")
    if not reference.zone or not reference.zone.startswith(f"{region}-"):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. "
            f"Must be an instance in a zone of the region '{region}'."
        )
    return f"zones/{reference.zone}/instances/{reference.name}"


def health_checks(urls: Named, known: Known) -> dict[str, str]:
    """The fields of health checks by their paths.

    :raises errors.NotFound: there is no such check.
    """
    return {known.path(url, "httpHealthChecks", field): field for field, url in urls}


def with_instances(present: Content, new: list[dict[str, str]]) -> Content:
    """A pool with more instances; those that it has already are as they are now."""
    paths = {instance["path"] for instance in new}
    others = [known for known in present["instances"] if known["path"] not in paths]
    return {**present, "instances": [*others, *new]}


def without_instances(present: Content, paths: Collection[str]) -> Content:
    """A pool without the instances of these paths."""
    left = [entry for entry in present["instances"] if entry["path"] not in paths]
    return {**present, "instances": left}


def with_health_checks(present: Content, paths: Mapping[str, str]) -> Content:
    """A pool with another health check.

    :raises errors.Invalid: it has one already.
    """
    return {**present, "healthChecks": checked(list({*present["healthChecks"], *paths}))}


def without_health_checks(present: Content, paths: Collection[str]) -> Content:
    """A pool without the health checks of these paths."""
    left = [path for path in present["healthChecks"] if path not in paths]
    return {**present, "healthChecks": left}


def check_has(pool: str, has: Collection[str], asked: Mapping[str, str], links: Links) -> None:
    """Refuse to take away what a pool does not have.

    :param asked: the fields of a body by the paths that they name.
    :raises errors.Invalid: it does not have one.
    """
    for path, field in asked.items():
        if path not in has:
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{links.url(path)}'. "
                f"The target pool '{pool}' does not have it."
            )


def plan_backup(url: object, ratio: float | None, field: str, known: Known) -> Content:
    """What is kept of a pool's backup.

    :raises errors.Invalid: it is said by half, or the ratio is none.
    """
    if (url is None) != (ratio is None):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url or ''}'. "
            "A backup pool and a failover ratio must be either both set or both not set."
        )
    if ratio is not None and not 0 <= ratio <= 1:
        raise errors.Invalid(
            f"Invalid value for field 'failoverRatio': '{ratio}'. Must be between 0 and 1."
        )
    path = known.path(url, "targetPools", field) if url else None
    return {"backupPool": path, "failoverRatio": ratio}


def checked(paths: list[str]) -> list[str]:
    """As with Google, one health check is the most that a target pool has.

    :raises errors.Invalid: there are more.
    """
    if len(paths) > 1:
        raise errors.Invalid(
            "Invalid value for field 'healthChecks': ''. Only one health check may be specified."
        )
    return paths


def _instance(url: object, field: str, found: FoundForPool) -> dict[str, str]:
    path = instance_path(url, field, found.known)
    if path not in found.servers:
        raise errors.NotFound(
            f"Invalid value for field '{field}': '{url}'. "
            f"The resource 'projects/{found.known.project}/{path}' was not found"
        )
    return {"path": path, "server": found.servers[path]}
