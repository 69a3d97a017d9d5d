"""Up, down and reset of a whole cloud."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import shutil

from devcloud import config, layout, processes, supervisor, template
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud, Service

UNFINISHED = "unfinished"  # a file that marks a folder as ours until its copy is complete


def up(
    state: pathlib.Path,
    base: int | None,
    regions: tuple[str, ...] | None,
    progress: supervisor.Progress,
    say: template.Say,
    extras: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Cloud:
    """Bring up the cloud in a state folder, making it from the template when it is new.

    Starts what does not run; ``extras`` are added to those that it has, and ``without`` to what
    it goes without.  Raises DevcloudError when a service does not come up; the others run then, so
    that the next `up` starts only what is missing.
    """
    state = layout.check_state_path(state)
    base = layout.check_base(base) if base is not None else None
    regions = layout.check_regions(regions) if regions else None
    _prepare_folder(state)
    with supervisor.alone(state):
        old = layout.load(state)
        cloud = _wanted(state, base, regions, old, extras, without)
        supervisor.check_extras(cloud)
        services = [service for service in cloud.services if supervisor.available(service)]
        running = [s for s in services if processes.holder(cloud.pid_file(s))]
        if old and running and cloud.base != old.base:
            raise DevcloudError(
                f"This cloud runs on port {old.base}: {layout.command(state, 'down')} comes before "
                "it can move."
            )
        supervisor.check_ports([service for service in services if service not in running])
        if old is None:
            _forget_remains(state)
            template.copy_to(cloud, say)
        elif old != cloud:
            template.move(cloud, old)
        config.write(cloud)
        cloud.save()
        (state / UNFINISHED).unlink(missing_ok=True)
        supervisor.start(cloud, services, progress)
        if "telemetry" in cloud.extras:
            from devcloud import seed

            seed.register_metrics(cloud)
        if "gce" in cloud.without and not (old and "gce" in old.without):
            from devcloud import seed

            seed.forget_endpoint(cloud)
    return cloud


def _prepare_folder(state: pathlib.Path) -> None:
    """Make the state folder; refuse one that is somebody else's or cannot be written to."""
    try:
        # for its user alone: there are keys and tokens in it
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours = layout.load(state) or (state / UNFINISHED).exists()
        if not ours and any(state.iterdir()):
            raise DevcloudError(
                f"The folder {state} is not empty and holds no devcloud. "
                "Choose another with --state."
            )
        if not ours:
            (state / UNFINISHED).touch()
        (state / "run").mkdir(exist_ok=True)
    except OSError as error:
        raise DevcloudError(
            f"The state folder {state} cannot be used: {error.strerror}. "
            "Choose another with --state."
        ) from None
    if not os.access(state, os.W_OK) or not os.access(state / "run", os.W_OK):
        raise DevcloudError(
            f"The state folder {state} cannot be written to. Choose another with --state."
        )


def _wanted(
    state: pathlib.Path,
    base: int | None,
    regions: tuple[str, ...] | None,
    old: Cloud | None,
    extras: tuple[str, ...],
    without: tuple[str, ...],
) -> Cloud:
    if old and regions and regions != old.regions:
        raise DevcloudError(
            f"The cloud in {state} has the regions {', '.join(old.regions)}, which cannot be "
            f"changed. Use another --state, or {layout.command(state, 'reset')} to start anew."
        )
    return Cloud(
        state,
        base or (old.base if old else layout.DEFAULT_PORT),
        regions or (old.regions if old else layout.DEFAULT_REGIONS),
        tuple(sorted({*extras, *(old.extras if old else ())})),
        tuple(sorted({*without, *(old.without if old else ())})),
    )


def _forget_remains(state: pathlib.Path) -> None:
    """Remove what an `up` that was broken off has left of a copy."""
    for folder in template.KEPT:
        shutil.rmtree(state / folder, ignore_errors=True)


def find(state: pathlib.Path) -> Cloud:
    """The cloud of a state folder; DevcloudError if there is none."""
    state = layout.check_state_path(state)
    return dataclasses.replace(layout.recorded(state), state=state)


def down(cloud: Cloud) -> int:
    """Stop every service of a cloud; returns how many ran."""
    with supervisor.alone(cloud.state):
        return supervisor.stop(cloud, list(cloud.services))


def restart(cloud: Cloud, service: Service, progress: supervisor.Progress) -> None:
    """Stop one service and start it with the code as it is now."""
    with supervisor.alone(cloud.state):
        supervisor.stop(cloud, [service])
        config.write(cloud)
        supervisor.start(cloud, [service], progress)


def reset(state: pathlib.Path) -> pathlib.Path:
    """Stop the cloud in a state folder and delete the folder, also where its record is damaged.

    Returns the folder's path.  Raises DevcloudError if it holds no cloud.
    """
    state = layout.check_state_path(state)
    if not (state / layout.RECORD).exists() and not (state / UNFINISHED).exists():
        raise DevcloudError(f"There is no cloud in {state}.")
    try:
        with supervisor.alone(state):
            processes.stop(sorted((state / "run").glob("*.pid")))
            shutil.rmtree(state)
    except OSError as error:
        raise DevcloudError(f"{state} cannot be deleted: {error.strerror}.") from None
    return state
