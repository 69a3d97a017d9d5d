"""What a fresh devcloud holds, in Google's names and sizes."""

from __future__ import annotations

import dataclasses

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
    "n2d-standard-2": (2, 8 * GIB),
    "c2-standard-4": (4, 16 * GIB),
    "c3-standard-4": (4, 16 * GIB),
}

DISK_TYPES = {
    "pd-standard": "Standard persistent disk",
    "pd-balanced": "Balanced persistent disk",
    "pd-ssd": "SSD persistent disk",
    "pd-extreme": "Extreme persistent disk",
    "hyperdisk-balanced": "Hyperdisk Balanced",
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


# What Google's documentation and samples name, the older families too.
IMAGES = (
    Image(
        "backports-debian-7-wheezy-v20141205",
        "backports-debian-7",
        "debian",
        "7",
        "Debian, Debian GNU/Linux, 7 (wheezy), backports, amd64",
    ),
    Image(
        "debian-7-wheezy-v20160606",
        "debian-7",
        "debian",
        "7",
        "Debian, Debian GNU/Linux, 7 (wheezy), amd64",
    ),
    Image(
        "debian-8-jessie-v20180611",
        "debian-8",
        "debian",
        "8",
        "Debian, Debian GNU/Linux, 8 (jessie), amd64",
    ),
    Image(
        "debian-9-stretch-v20220519",
        "debian-9",
        "debian",
        "9",
        "Debian, Debian GNU/Linux, 9 (stretch), amd64",
    ),
    Image(
        "debian-10-buster-v20240612",
        "debian-10",
        "debian",
        "10",
        "Debian, Debian GNU/Linux, 10 (buster), amd64",
    ),
    Image(
        "debian-11-bullseye-v20250610",
        "debian-11",
        "debian",
        "11",
        "Debian, Debian GNU/Linux, 11 (bullseye), amd64",
    ),
    Image(
        "debian-12-bookworm-v20240815",
        "debian-12",
        "debian",
        "12",
        "Debian, Debian GNU/Linux, 12 (bookworm), amd64",
        deprecated=True,
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
        "ubuntu-2004-focal-v20250530",
        "ubuntu-2004-lts",
        "ubuntu",
        "20.04",
        "Canonical, Ubuntu, 20.04 LTS, amd64 focal",
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
        "ubuntu-2404-noble-v20250610",
        "ubuntu-2404-lts",
        "ubuntu",
        "24.04",
        "Canonical, Ubuntu, 24.04 LTS, noble",
    ),
    Image(
        "rocky-linux-8-v20250610",
        "rocky-linux-8",
        "rocky",
        "8",
        "Rocky Linux, Rocky Linux, 8, x86_64",
    ),
    Image(
        "rocky-linux-9-v20250611",
        "rocky-linux-9",
        "rocky",
        "9",
        "Rocky Linux, Rocky Linux, 9, x86_64",
    ),
    Image(
        "centos-stream-9-v20250610",
        "centos-stream-9",
        "centos",
        "stream-9",
        "CentOS, CentOS, Stream 9, x86_64",
    ),
    Image(
        "rhel-9-v20250610",
        "rhel-9",
        "rhel",
        "9",
        "Red Hat, Red Hat Enterprise Linux, 9, x86_64",
    ),
    Image(
        "sles-15-sp6-v20250611-x86-64",
        "sles-15",
        "sles",
        "15",
        "SUSE, SUSE Linux Enterprise Server, 15 SP6, x86_64",
    ),
    Image(
        "cos-stable-121-18867-90-4",
        "cos-stable",
        "cos",
        "121",
        "Google, Container-Optimized OS, 121 LTS",
    ),
    Image(
        "windows-server-2019-dc-v20250610",
        "windows-2019",
        "windows",
        "2019",
        "Microsoft, Windows Server, 2019 Datacenter, x64",
        os_type="windows",
        min_disk=50,
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
    Image(
        "sql-2019-standard-windows-2019-dc-v20250610",
        "sql-std-2019-win-2019",
        "windows-sql",
        "2019",
        "Microsoft, SQL Server, Standard 2019 on Windows Server 2019",
        os_type="windows",
        min_disk=50,
    ),
    Image(
        "sql-2022-enterprise-windows-2022-dc-v20250610",
        "sql-ent-2022-win-2022",
        "windows-sql",
        "2022",
        "Microsoft, SQL Server, Enterprise 2022 on Windows Server 2022",
        os_type="windows",
        min_disk=50,
    ),
    Image(
        "sql-2022-web-windows-2022-dc-v20250610",
        "sql-web-2022-win-2022",
        "windows-sql",
        "2022",
        "Microsoft, SQL Server, Web 2022 on Windows Server 2022",
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
