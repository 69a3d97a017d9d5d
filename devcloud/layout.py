"""Where everything of one cloud is: its state folder, its services, their ports and files."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import pathlib
import re

from devcloud.errors import DevcloudError

HOST = "127.0.0.1"
DEFAULT_PORT = 18000
DEFAULT_REGIONS = ("us-central1",)

# The order is the order of starting; the number is the offset from the cloud's first port.
OFFSETS = {
    "keystone": 0,
    "nova": 4,
    "neutron": 3,
    "placement": 1,
    "cinder": 5,
    "glance": 2,
    "octavia": 6,
    "gnocchi": 7,
    "gce": 8,
    "horizon": 9,
}
GLOBAL_KINDS = ("keystone", "gce", "horizon")
EXTRAS = {"telemetry": "gnocchi"}  # what a cloud has only where it is asked for, and its service
OURS = ("gce", "horizon")  # what can be left out, as where they are installed by hand
OPENSTACK_KINDS = tuple(kind for kind in OFFSETS if kind not in (*OURS, *EXTRAS.values()))
REGION_STEP = 20
PORT_SPAN = 160

# Google's own zone letters where a region has other ones than a, b, c.
ZONE_LETTERS = {"us-central1": "abcf", "europe-west1": "bcd", "us-east1": "bcd"}
HOSTS_PER_ZONE = 2


@dataclasses.dataclass(frozen=True)
class Service:
    """One process of the cloud.

    ``key`` is unique in the cloud: the kind, with the region behind it in every region
    but the first (``nova``, ``nova-europe-west1``).
    """

    kind: str
    region: str
    key: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


@dataclasses.dataclass(frozen=True)
class Cloud:
    """One devcloud: a state folder, a first port, its regions, the extras that it has, and what is
    left out of it."""

    state: pathlib.Path
    base: int
    regions: tuple[str, ...]
    extras: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @functools.cached_property
    def services(self) -> tuple[Service, ...]:
        """Every service, in the order of starting."""
        made = []
        absent = {kind for extra, kind in EXTRAS.items() if extra not in self.extras}
        absent.update(self.without)
        for index, region in enumerate(self.regions):
            for kind, offset in OFFSETS.items():
                if kind in absent or (kind in GLOBAL_KINDS and index):
                    continue
                key = f"{kind}-{region}" if index else kind
                made.append(Service(kind, region, key, self.base + REGION_STEP * index + offset))
        # the endpoint and the console come last: they are clients of all the others
        return tuple(sorted(made, key=lambda service: service.kind in OURS))

    def service(self, kind: str, region: str | None = None) -> Service:
        """The service of a kind that serves a region (the first region if not given)."""
        if kind in GLOBAL_KINDS or region is None:
            region = self.regions[0]
        for service in self.services:
            if (service.kind, service.region) == (kind, region):
                return service
        raise DevcloudError(f"There is no service {kind} in region {region}.")

    def by_key(self, key: str) -> Service:
        """The service named ``key``; an unknown name is an error that lists the known ones."""
        for service in self.services:
            if service.key == key:
                return service
        known = ", ".join(service.key for service in self.services)
        raise DevcloudError(f"There is no service {key!r}; the services are {known}.")

    # -- URLs ------------------------------------------------------------------------------

    @property
    def auth_url(self) -> str:
        return self.service("keystone").url + "/v3"

    @property
    def gce_url(self) -> str:
        """The endpoint's root; the compute API is below it at ``/compute/v1``."""
        return self.service("gce").url

    # -- files -----------------------------------------------------------------------------

    def etc(self, service: Service) -> pathlib.Path:
        return self.state / "etc" / service.key

    def data(self, service: Service) -> pathlib.Path:
        return self.state / "data" / service.key

    def log(self, service: Service) -> pathlib.Path:
        return self.state / "log" / f"{service.key}.log"

    def pid_file(self, service: Service) -> pathlib.Path:
        return self.state / "run" / f"{service.key}.pid"

    def database(self, service: Service, suffix: str = "") -> pathlib.Path:
        return self.state / "db" / f"{service.key}{suffix}.sqlite"

    # -- names -----------------------------------------------------------------------------

    def zones(self, region: str) -> list[str]:
        return [f"{region}-{letter}" for letter in ZONE_LETTERS.get(region, "abc")]

    def hosts(self, region: str) -> dict[str, list[str]]:
        """The compute hosts of a region by zone."""
        return {
            zone: [f"{zone}-host-{number}" for number in range(1, HOSTS_PER_ZONE + 1)]
            for zone in self.zones(region)
        }

    # -- the record in the state folder ----------------------------------------------------

    @property
    def record(self) -> pathlib.Path:
        return self.state / RECORD

    def save(self) -> None:
        """Write down what this folder holds, for every later command."""
        text = json.dumps(
            {
                "state": str(self.state),
                "base": self.base,
                "regions": list(self.regions),
                "extras": list(self.extras),
                "without": list(self.without),
            },
            indent=1,
        )
        part = self.record.with_suffix(".part")
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(self.record)


RECORD = "devcloud.json"


def load(state: pathlib.Path) -> Cloud | None:
    """The cloud recorded in a state folder, with the path it was recorded with.

    None when the folder holds none.  Raises DevcloudError for an unreadable record.
    """
    record = state / RECORD
    try:
        fields = json.loads(record.read_text(encoding="utf-8"))
        return Cloud(
            pathlib.Path(fields["state"]),
            int(fields["base"]),
            tuple(fields["regions"]),
            tuple(fields.get("extras", ())),
            tuple(fields.get("without", ())),
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        raise DevcloudError(
            f"The state folder {state} is somebody else's. Choose another with --state."
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DevcloudError(
            f"{record} cannot be read ({error}). {command(state, 'reset')} starts anew."
        ) from error


def recorded(state: pathlib.Path) -> Cloud:
    """As :func:`load`, of a folder that should hold a cloud: DevcloudError when it holds none."""
    cloud = load(state)
    if cloud is None:
        raise DevcloudError(f"There is no cloud in {state}: {command(state, 'up')} makes one.")
    return cloud


def default_state() -> pathlib.Path:
    """$DEVCLOUD_STATE, or ``devcloud`` in the XDG state folder of the user."""
    if os.environ.get("DEVCLOUD_STATE"):
        return pathlib.Path(os.environ["DEVCLOUD_STATE"])
    home = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return pathlib.Path(home) / "devcloud"


def command(state: pathlib.Path, words: str) -> str:
    """A command to tell a user of, such as ``devcloud down``, that means the cloud in ``state``."""
    default = os.path.abspath(default_state().expanduser())
    return f"`devcloud {words}`" if str(state) == default else f"`devcloud {words} --state {state}`"


def cache_folder() -> pathlib.Path:
    """``devcloud`` in the XDG cache folder of the user."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(home) / "devcloud"


def check_state_path(state: pathlib.Path) -> pathlib.Path:
    """The absolute path of a state folder; refuses what URLs and option files cannot hold."""
    state = pathlib.Path(os.path.abspath(state.expanduser()))
    if not re.fullmatch(r"[\w./+@=,-]+", str(state)):
        raise DevcloudError(
            f"The state folder {str(state)!r} has a character in its path that the services' "
            "configuration cannot hold: use letters, digits and . _ - + @ = , only."
        )
    return state


def check_regions(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Region names as Google forms them, each once, and no more than there are ports for."""
    for region in regions:
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", region) or len(region) > 40:
            raise DevcloudError(f"{region!r} is no region name such as us-central1.")
    if len(set(regions)) != len(regions):
        raise DevcloudError("A region is named twice.")
    if not 1 <= len(regions) <= PORT_SPAN // REGION_STEP:
        raise DevcloudError(f"Between 1 and {PORT_SPAN // REGION_STEP} regions are possible.")
    return regions


def check_base(base: int) -> int:
    """A first port from which every service has one, and that needs no privilege."""
    if not 1024 <= base <= 65535 - PORT_SPAN:
        raise DevcloudError(f"The first port must be between 1024 and {65535 - PORT_SPAN}.")
    return base
