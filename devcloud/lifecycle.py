"""Up, down and reset of a whole cloud."""

from __future__ import annotations

import os
import pathlib
import shutil

from devcloud import config, layout, processes, supervisor, template
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud, Service


def up(
    state: pathlib.Path,
    base: int | None,
    regions: tuple[str, ...] | None,
    progress: supervisor.Progress,
    say: template.Say,
) -> Cloud:
    """Bring up the cloud in a state folder, making it from the template when it is new.

    Starts what does not run.  Raises DevcloudError when a service does not come up; the
    others run then, so that the next `up` starts only what is missing.
    """
    state = layout.check_state_path(state)
    _check_writable(state)
    old = layout.load(state)
    cloud = _wanted(state, base, regions, old)
    with supervisor.alone(cloud):
        services = [service for service in cloud.services if supervisor.available(service)]
        running = [s for s in services if processes.holder(cloud.pid_file(s))]
        if running and cloud != old:
            raise DevcloudError(
                f"This cloud runs on port {old.base}; `devcloud down` before it can move."
            )
        supervisor.check_ports([service for service in services if service not in running])
        if old is None:
            _forget_remains(state)
            template.copy_to(cloud, say)
        elif old != cloud:
            template.move(cloud, old)
        config.write(cloud)
        cloud.save()
        supervisor.start(cloud, services, progress)
    return cloud


def _check_writable(state: pathlib.Path) -> None:
    try:
        # it is for its user alone: there are keys and tokens in it
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        (state / "run").mkdir(exist_ok=True)
    except OSError as error:
        raise DevcloudError(
            f"The state folder {state} cannot be made: {error.strerror}. "
            "Choose another with --state."
        ) from None
    if not os.access(state, os.W_OK) or not os.access(state / "run", os.W_OK):
        raise DevcloudError(
            f"The state folder {state} cannot be written to. Choose another with --state."
        )


def _wanted(
    state: pathlib.Path, base: int | None, regions: tuple[str, ...] | None, old: Cloud | None
) -> Cloud:
    if old and regions and regions != old.regions:
        raise DevcloudError(
            f"The cloud in {state} has the regions {', '.join(old.regions)}, which cannot be "
            "changed. Use another --state, or `devcloud reset` to start anew."
        )
    return Cloud(
        state,
        layout.check_base(base or (old.base if old else layout.DEFAULT_PORT)),
        layout.check_regions(regions or (old.regions if old else layout.DEFAULT_REGIONS)),
    )


def _forget_remains(state: pathlib.Path) -> None:
    """Remove what an `up` that was broken off has left of a copy."""
    for folder in template.KEPT:
        shutil.rmtree(state / folder, ignore_errors=True)


def find(state: pathlib.Path) -> Cloud:
    """The cloud of a state folder; DevcloudError if there is none."""
    state = layout.check_state_path(state)
    cloud = layout.load(state)
    if cloud is None:
        raise DevcloudError(f"There is no cloud in {state}: `devcloud up` makes one.")
    return Cloud(state, cloud.base, cloud.regions)


def down(cloud: Cloud) -> int:
    """Stop every service of a cloud; returns how many ran."""
    with supervisor.alone(cloud):
        return supervisor.stop(cloud, list(cloud.services))


def restart(cloud: Cloud, service: Service, progress: supervisor.Progress) -> None:
    """Stop one service and start it with the code as it is now."""
    with supervisor.alone(cloud):
        supervisor.stop(cloud, [service])
        config.write(cloud)
        supervisor.start(cloud, [service], progress)


def reset(cloud: Cloud) -> None:
    """Stop a cloud and delete its state folder with all servers and volumes in it."""
    down(cloud)
    shutil.rmtree(cloud.state)
