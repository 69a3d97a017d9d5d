"""The ``gcloud`` command that does the same as the form."""

from __future__ import annotations

import shlex
from typing import Any

from gce_dashboard.framework.commands import pairs, shell_lines
from gce_dashboard.framework.resources import last, project_of
from gce_dashboard.instances import body

Json = dict[str, Any]


def create(project: str, values: Json) -> str:
    """``gcloud compute instances create ...``, a flag a line, quoted for a POSIX shell."""
    flags = [
        f"--project={project}",
        f"--zone={values.get('zone', '')}",
        f"--machine-type={values.get('machine_type', '')}",
        *boot_flags(values),
        *(f"--create-disk={_of_new(each)}" for each in values.get("extra") or []),
        *(f"--disk={_of_attached(each)}" for each in values.get("attached") or []),
        *network_flags(values),
        *_if(values.get("tags"), lambda tags: f"--tags={','.join(tags)}"),
        *_if(values.get("labels"), lambda labels: f"--labels={pairs(labels)}"),
        *_if(
            {item["key"]: item["value"] for item in body.metadata(values)},
            lambda items: f"--metadata={pairs(items)}",
        ),
        *_if(values.get("description"), lambda text: f"--description={text}"),
        *(["--deletion-protection"] if values.get("deletion_protection") else []),
        # the form asks for none, and gcloud would add the project's default
        "--no-service-account",
        "--no-scopes",
    ]
    name = values.get("name") or "INSTANCE_NAME"
    command = f"gcloud compute instances create {shlex.quote(name)}"
    return shell_lines(command, *(shlex.quote(flag) for flag in flags))


def boot_flags(values: Json) -> list[str]:
    keep = not values.get("auto_delete")
    source = values.get("source", "image")
    if source == "disk":
        auto_delete = "no" if keep else "yes"
        return [f"--disk=name={values.get('disk', '')},boot=yes,auto-delete={auto_delete}"]
    flags = []
    if source == "snapshot":
        flags.append(f"--source-snapshot={values.get('snapshot', '')}")
    else:
        reference = values.get("image" if source == "image" else "own_image") or ""
        flags += [f"--image={last(reference)}", f"--image-project={project_of(reference)}"]
    if values.get("boot_size"):
        flags.append(f"--boot-disk-size={values['boot_size']}GB")
    if values.get("boot_type"):
        flags.append(f"--boot-disk-type={values['boot_type']}")
    if keep:
        flags.append("--no-boot-disk-auto-delete")
    return flags


def _of_new(disk: Json) -> str:
    name = f"name={disk['name']},device-name={disk['name']}," if disk["name"] else ""
    return f"{name}size={disk['size']}GB,type={disk['type']},auto-delete={_yes(disk)}"


def _of_attached(disk: Json) -> str:
    mode = "ro" if disk["mode"] == "READ_ONLY" else "rw"
    return f"name={disk['name']},device-name={disk['name']},mode={mode},auto-delete={_yes(disk)}"


def _yes(disk: Json) -> str:
    return "yes" if disk["auto_delete"] else "no"


def network_flags(values: Json) -> list[str]:
    flags = [f"--network={values.get('network') or 'default'}"]
    if values.get("subnetwork"):
        flags.append(f"--subnet={values['subnetwork']}")
    if values.get("internal"):
        flags.append(f"--private-network-ip={values['internal']}")
    if values.get("external") == "none":
        flags.append("--no-address")
    elif values.get("external") == "reserved" and values.get("address"):
        flags.append(f"--address={values['address']}")
    return flags


def _if(value: Any, flag) -> list[str]:
    return [flag(value)] if value else []
