"""Where the operator of a cloud lets images come from."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from gce_api.google import errors

ARCHIVES = (".tar", ".tar.gz", ".tgz", ".gz", ".xz", ".bz2", ".zip")
FORMATS = {  # of a file, as Glance calls it
    ".iso": "iso",
    ".qcow2": "qcow2",
    ".vdi": "vdi",
    ".vhd": "vpc",
    ".vhdx": "vhdx",
    ".vmdk": "vmdk",
}
AMBIGUOUS = "\\\r\n\t @#%"  # in a URL without its escapes: what programs do not agree about


def format_of(url: str) -> str:
    """What Glance calls the format of the file at a URL.

    :raises errors.Unsupported: it is an archive.
    """
    path = urlsplit(url).path.lower()
    if path.endswith(ARCHIVES):
        raise errors.Unsupported(
            "Archives cannot be unpacked here: rawDisk.source must be a disk image itself (raw, "
            f"{', '.join(sorted(FORMATS.values()))})."
        )
    return FORMATS.get(posixpath.splitext(path)[1], "raw")


def check_url(url: str, allowed: list[str]) -> str:
    """Return the URL of an image if the operator lets images come from there.

    Glance fetches it from within the cloud's network, where much else answers. So it must begin
    with an allowed URL as it stands, and hold nothing that could be read in two ways.

    :raises errors.Invalid: it is no URL, or does not begin with an allowed one.
    """
    field = "resource.rawDisk.source"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    steps = unquote(parts.path).split("/")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.username is not None
        or not {".", ".."}.isdisjoint(steps)
        or any(char in unquote(url) for char in AMBIGUOUS)
        or not url.isascii()
    ):
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. No URL of an image.")
    for prefix in map(urlsplit, allowed):
        if (parts.scheme, parts.hostname, port) == (
            prefix.scheme,
            prefix.hostname,
            prefix.port,
        ) and (parts.path.startswith(prefix.path.rstrip("/") + "/")):
            return url
    raise errors.Invalid(
        f"Invalid value for field '{field}': '{url}'. The operator of this cloud does not let "
        "images come from there."
    )
