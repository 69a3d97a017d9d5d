"""Horizon's static files, collected and compressed once for each state of their sources.

They are kept in the user's cache folder, named by a hash of the versions of the packages
and of the plugin's files: after a change of the plugin the next start makes them anew.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from devcloud import layout, processes
from devcloud.errors import DevcloudError

PACKAGES = ("horizon", "django", "django_compressor", "libsass", "whitenoise")
# what decides on the files: enabled/ names them, and templates hold what is compressed
PLUGIN = tuple(f"gce_dashboard.{name}" for name in ("enabled", "static", "templates", "theme"))
KEEP = 6


def _plugin_folders() -> list[pathlib.Path]:
    found = [importlib.util.find_spec(name) for name in (*PLUGIN, "gce_dashboard.enabled")]
    return [
        pathlib.Path(path)
        for spec in found
        if spec
        for path in spec.submodule_search_locations or ()
    ]


@functools.cache
def folder() -> pathlib.Path:
    """Where the static files of the present sources are, or are to be made."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    for root in _plugin_folders():
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return layout.cache_folder() / "static" / digest.hexdigest()[:16]


def make(local: pathlib.Path) -> None:
    """Make the static files unless they are there.

    ``local`` is the folder that holds Horizon's settings as the package ``local``.
    """
    target = folder()
    with processes.exclusive(target.with_suffix(".lock")):
        if target.exists():
            os.utime(target)
            return
        with tempfile.TemporaryDirectory(
            prefix=".making-", dir=target.parent, ignore_cleanup_errors=True
        ) as draft:
            for command in (["collectstatic", "--no-input", "-v0"], ["compress", "--force", "-v0"]):
                _django(local, draft, *command)
            os.chmod(draft, 0o755)
            os.rename(draft, target)
    _forget_old(target.parent)


def _django(local: pathlib.Path, static_root: str, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        env={
            **os.environ,
            "PYTHONPATH": str(local),
            "DJANGO_SETTINGS_MODULE": "openstack_dashboard.settings",
            "DEVCLOUD_STATIC_ROOT": static_root,
        },
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise DevcloudError(f"Horizon's static files could not be made ({command[0]}).")


def _forget_old(store: pathlib.Path) -> None:
    made = [path for path in store.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for path in sorted(made, key=lambda path: path.stat().st_mtime)[:-KEEP]:
        shutil.rmtree(path, ignore_errors=True)
        path.with_suffix(".lock").unlink(missing_ok=True)
