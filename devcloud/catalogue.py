"""What a fresh devcloud holds, in Google's names and sizes."""

from __future__ import annotations

import dataclasses
import tomllib
from importlib import resources

SAMPLES = "google_samples.toml"
_SAMPLES = tomllib.loads(resources.files("devcloud").joinpath(SAMPLES).read_text("utf-8"))

GIB = 1024  # MiB, the unit of a flavor's memory

# name: vCPUs, memory in MiB (Google rounds a shared core up to the vCPUs the guest sees)
MACHINE_TYPES = {
    "f1-micro": (1, 614),
    "g1-small": (1, 1740),
    "e2-micro": (2, 1 * GIB),
    "e2-small": (2, 2 * GIB),
    "e2-medium": (2, 4 * GIB),
    "e2-standard-2": (2, 8 * GIB),
    "e2-standard-4": (4, 16 * GIB),
    "e2-standard-8": (8, 32 * GIB),
    "e2-standard-16": (16, 64 * GIB),
    "n1-standard-1": (1, 3840),
    "n1-standard-2": (2, 7680),
    "n1-standard-4": (4, 15 * GIB),
    "n1-standard-8": (8, 30 * GIB),
    "n2-standard-2": (2, 8 * GIB),
    "n2-standard-4": (4, 16 * GIB),
    "n2-standard-8": (8, 32 * GIB),
    **_SAMPLES["machine_types"],
}

DISK_TYPES = {
    "pd-standard": "Standard persistent disk",
    "pd-balanced": "Balanced persistent disk",
    "pd-ssd": "SSD persistent disk",
    **_SAMPLES["disk_types"],
}
# Google's regional ones; all types are held in one place, which every zone reads and writes
REGIONAL_DISK_TYPES = ("pd-standard", "pd-balanced", "pd-ssd")


@dataclasses.dataclass(frozen=True)
class Image:
    """A public image; ``family`` is GCE's image family, ``distro`` as libosinfo names it."""

    name: str
    family: str
    distro: str
    version: str
    description: str
    os_type: str = "linux"
    min_disk: int = 10
    deprecated: bool = False


IMAGES = (
    *(Image(**image) for image in _SAMPLES["images"]),
    Image(
        "debian-11-bullseye-v20250610",
        "debian-11",
        "debian",
        "11",
        "Debian, Debian GNU/Linux, 11 (bullseye), amd64",
    ),
    Image(
        "debian-12-bookworm-v20250610",
        "debian-12",
        "debian",
        "12",
        "Debian, Debian GNU/Linux, 12 (bookworm), amd64",
    ),
    Image(
        "debian-13-trixie-v20250814",
        "debian-13",
        "debian",
        "13",
        "Debian, Debian GNU/Linux, 13 (trixie), amd64",
    ),
    Image(
        "ubuntu-2204-jammy-v20250610",
        "ubuntu-2204-lts",
        "ubuntu",
        "22.04",
        "Canonical, Ubuntu, 22.04 LTS, amd64 jammy",
    ),
    Image(
        "ubuntu-2404-noble-amd64-v20250610",
        "ubuntu-2404-lts-amd64",
        "ubuntu",
        "24.04",
        "Canonical, Ubuntu, 24.04 LTS, amd64 noble",
    ),
    Image(
        "rocky-linux-9-v20250611",
        "rocky-linux-9",
        "rocky",
        "9",
        "Rocky Linux, Rocky Linux, 9, x86_64",
    ),
    Image(
        "windows-server-2022-dc-v20250610",
        "windows-2022",
        "windows",
        "2022",
        "Microsoft, Windows Server, 2022 Datacenter, x64",
        os_type="windows",
        min_disk=50,
    ),
)

DEFAULT_IMAGE = "debian-12-bookworm-v20250610"

# user: password
USERS = {"admin": "devcloud", "demo": "demo", "viewer": "viewer"}
PROJECTS = ("demo", "demo-staging")
# role of each user on each of PROJECTS
ROLES = {"admin": "admin", "demo": "member", "viewer": "reader"}

PUBLIC_NETWORK = "public"


def public_range(index: int) -> str:
    """The addresses of the external network of the index-th region (RFC 2544: benchmarks)."""
    return f"198.18.{16 * index}.0/20"


def internal_range(index: int) -> str:
    """Where the index-th region's ``default`` networks are cut from, a /20 for each project.

    All lie in 10.128.0.0/9, as the auto mode networks of GCE do.
    """
    return f"10.{128 + 16 * index}.0.0/12"
