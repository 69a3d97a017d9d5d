"""gcloud's commands: of forms by their fields, and of GCE's methods by what is sent."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from gce_dashboard.api import Change
from gce_dashboard.framework import project, registry
from gce_dashboard.framework.commands import pairs, shell_lines
from gce_dashboard.framework.field import EMPTY, Field
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Command:
    """``gcloud compute disks resize d --zone=z --size=20GB``.

    :ivar words: what is done, such as ``compute disks resize``
    :ivar name: of what it is done to, "" for the project itself
    """

    words: str
    name: str
    flags: Sequence[str] = ()

    def text(self, project_id: str) -> str:
        """A flag a line, quoted for a POSIX shell."""
        name = f" {shlex.quote(self.name)}" if self.name else ""
        flags = (shlex.quote(flag) for flag in (f"--project={project_id}", *self.flags))
        return shell_lines(f"gcloud {self.words}{name}", *flags)


def text(commands: Sequence[Command], project_id: str) -> str:
    """The commands one after another, or a remark that there is none."""
    if not commands:
        return f"# {_('gcloud has no command for this.')}"
    return "\n\n".join(each.text(project_id) for each in commands)


def of_fields(
    words: str, name: str, project_id: str, fields: Iterable[Field], values: Json, more=()
) -> str:
    """A command with the flags of a form's fields, and a remark on what has none."""
    given = [each for each in fields if each.name in values]
    flags = [flag for each in given for flag in each.flags(values[each.name], values)]
    said = Command(words, name, [*more, *flags]).text(project_id)
    unsaid = [each for each in given if each.flag is None and values[each.name] not in EMPTY]
    return f"{said}\n{without(unsaid)}" if unsaid else said


def without(unsaid: Iterable[Field]) -> str:
    """The remark that gcloud cannot say some fields."""
    names = ", ".join(str(each.control.label) for each in unsaid)
    return f"# {_('gcloud cannot set this: %s') % names}"


def place_flags(path: str, scopes: Sequence[str] = ()) -> list[str]:
    """The flags that say where a resource is: ``--zone=us-central1-a``.

    :param scopes: where its collection has resources; gcloud has to be told ``--global`` where it
        has others, too
    """
    scope, _slash, rest = path.partition("/")
    if scope == "global":
        return ["--global"] if len(scopes) > 1 else []
    return [f"--{scope.removesuffix('s')}={rest.split('/')[0]}"]


def whole(path: str) -> str:
    """A resource's path as gcloud takes it for one, where it would take others for a name."""
    return f"projects/{project.current()}/{path}"


# methods whose commands are not called after them, by what is sent


@dataclasses.dataclass(frozen=True)
class Asked:
    """What is sent to a resource's method: ``<place>/<collection>/<name>/<method>``."""

    place: str
    name: str
    body: Json
    query: Mapping[str, str]


Spoken = Iterator[tuple[str, list[str]]]  # verbs of the collection's group, each with its flags


def commands(change: Change) -> list[Command]:
    """The commands that send the same; none where gcloud has none."""
    path, _mark, query = change.path.partition("?")
    *resource, method = path.split("/")
    name, collection = resource[-1] if resource else "", resource[-2] if resource else ""
    speak = METHODS.get(method)
    if not speak or (method == "setLabels" and collection in UNLABELLED):
        return []
    place = "/".join(resource[:-2])
    known = registry.resource(collection) if collection else None
    group = known.gcloud if known else "compute project-info"
    where = place_flags(place, known.scopes) if known else []
    asked = Asked(place, name, change.body or {}, dict(parse_qsl(query)))
    return [Command(f"{group} {verb}", name, [*where, *flags]) for verb, flags in speak(asked)]


def _labels(asked: Asked) -> Spoken:
    labels = asked.body.get("labels")
    yield "update", ["--clear-labels", *([f"--update-labels={pairs(labels)}"] if labels else [])]


def _tags(asked: Asked) -> Spoken:
    yield "remove-tags", ["--all"]
    if asked.body.get("items"):
        yield "add-tags", [f"--tags={','.join(asked.body['items'])}"]


def _metadata(asked: Asked) -> Spoken:
    yield "remove-metadata", ["--all"]
    items = {each["key"]: each.get("value", "") for each in asked.body.get("items", [])}
    if items:
        yield "add-metadata", [f"--metadata={pairs(items)}"]


def _attach_disk(asked: Asked) -> Spoken:
    source, device = asked.body["source"], asked.body["deviceName"]
    mode = "ro" if asked.body.get("mode") == "READ_ONLY" else "rw"
    regional = ["--disk-scope=regional"] if source.startswith("regions/") else []
    named = f"--device-name={device}"
    yield "attach-disk", [f"--disk={last(source)}", named, f"--mode={mode}", *regional]
    if asked.body.get("autoDelete"):
        yield "set-disk-auto-delete", ["--auto-delete", named]


def _add_access(asked: Asked) -> Spoken:
    address = asked.body.get("natIP")
    yield (
        "add-access-config",
        [
            f"--access-config-name={asked.body['name']}",
            f"--network-interface={asked.query['networkInterface']}",
            *([f"--address={address}"] if address else []),
        ],
    )


def _delete_access(asked: Asked) -> Spoken:
    yield (
        "delete-access-config",
        [
            f"--access-config-name={asked.query['accessConfig']}",
            f"--network-interface={asked.query['networkInterface']}",
        ],
    )


def _protection(asked: Asked) -> Spoken:
    on = asked.query["deletionProtection"] == "true"
    yield "update", ["--deletion-protection" if on else "--no-deletion-protection"]


def _members(verb: str) -> Callable[[Asked], Spoken]:
    """A target pool's instances, which gcloud takes zone by zone."""

    def speak(asked: Asked) -> Spoken:
        zones: dict[str, list[str]] = {}
        for each in asked.body.get("instances") or []:
            _zones, zone, _instances, name = each["instance"].split("/")
            zones.setdefault(zone, []).append(name)
        for zone, names in zones.items():
            listed = f"--instances={','.join(names)}"
            yield f"{verb}-instances", [listed, f"--instances-zone={zone}"]

    return speak


def _check(verb: str) -> Callable[[Asked], Spoken]:
    def speak(asked: Asked) -> Spoken:
        (check,) = asked.body["healthChecks"]
        yield f"{verb}-health-checks", [f"--http-health-check={last(check['healthCheck'])}"]

    return speak


def _flag(verb: str, flag: str, field: str) -> Callable[[Asked], Spoken]:
    """A command with one flag that names what a field refers to."""
    return lambda asked: iter([(verb, [f"--{flag}={last(asked.body.get(field))}"])])


def target_flag(path: str) -> str:
    """gcloud has a flag for each kind of target: ``--target-http-proxy``."""
    words = registry.words(path.split("/")[-2])
    return f"--{words.replace('proxies', 'proxy').removesuffix('s')}={last(path)}"


UNLABELLED = ("addresses", "machineImages")  # that gcloud has no update for
METHODS: Mapping[str, Callable[[Asked], Spoken]] = {
    "setLabels": _labels,
    "setTags": _tags,
    "setMetadata": _metadata,
    "setCommonInstanceMetadata": _metadata,
    "setMachineType": _flag("set-machine-type", "machine-type", "machineType"),
    "setDeletionProtection": _protection,
    "attachDisk": _attach_disk,
    "detachDisk": lambda asked: iter(
        [("detach-disk", [f"--device-name={asked.query['deviceName']}"])]
    ),
    "addAccessConfig": _add_access,
    "deleteAccessConfig": _delete_access,
    "addInstance": _members("add"),
    "removeInstance": _members("remove"),
    "addHealthCheck": _check("add"),
    "removeHealthCheck": _check("remove"),
    "setBackendService": _flag("update", "backend-service", "service"),
    "setTarget": lambda asked: iter([("set-target", [target_flag(asked.body["target"])])]),
}
