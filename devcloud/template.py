"""A seeded cloud, stopped and kept, that every new state folder begins as a copy of.

Templates lie below the user's cache folder.  Each is named by a hash of what made it: the
versions of the packages and devcloud's own sources.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable

from devcloud import catalogue, config, layout, processes, supervisor
from devcloud.errors import DevcloudError
from devcloud.layout import HOST, OPENSTACK_KINDS, Cloud, Service

PACKAGES = (
    "keystone",
    "openstack-placement",
    "glance",
    "neutron",
    "nova",
    "cinder",
    "octavia",
    "alembic",
    "oslo.db",
    "SQLAlchemy",
)
SOURCES = (
    "config",
    "databases",
    "drivers",
    "services",
    "catalogue.py",
    catalogue.SAMPLES,
    "layout.py",
    "seed.py",
)
KEPT = ("db", "data")
MANIFEST = "template.json"
KEEP_TEMPLATES = 8
BUILDERS = 2

Say = Callable[[str], None]


def key(regions: tuple[str, ...]) -> str:
    """The name of the template that this installation makes for these regions."""
    digest = hashlib.sha256(repr((sys.version_info[:2], regions)).encode())
    for package in PACKAGES:
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    here = pathlib.Path(__file__).parent
    for source in (here / name for name in SOURCES):
        for path in sorted(source.rglob("*.py")) if source.is_dir() else [source]:
            digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def copy_to(cloud: Cloud, say: Say) -> None:
    """Fill the new state folder of ``cloud`` from the template, building that if need be."""
    store = layout.cache_folder() / "templates"
    name = key(cloud.regions)
    with processes.exclusive(
        store / f"{name}.lock", lambda: say("Another devcloud builds the template; waiting ...")
    ):
        template = store / name
        if template.exists() and not _usable(template):
            say(f"The template {template} is damaged: building it anew.")
            shutil.rmtree(template)
        if not template.exists():
            say("Building the template of the cloud, once for this version (about 30 s) ...")
            _build(cloud, template, say)
            _forget_old(store)
        for folder in KEPT:
            shutil.copytree(template / folder, cloud.state / folder, dirs_exist_ok=True)
    move(cloud, layout.recorded(template))


def _digests(template: pathlib.Path) -> dict[str, str]:
    return {
        path.relative_to(template).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in KEPT
        for path in sorted((template / folder).rglob("*"))
        if path.is_file()
    }


def _usable(template: pathlib.Path) -> bool:
    try:
        kept = json.loads((template / MANIFEST).read_text(encoding="utf-8"))
        return kept == _digests(template) and layout.load(template) is not None
    except (OSError, ValueError, DevcloudError):
        return False


def _build(cloud: Cloud, template: pathlib.Path, say: Say) -> None:
    """Build, start, seed and stop a cloud on the wanted ports, and keep it as a template."""
    from devcloud import seed

    with tempfile.TemporaryDirectory(
        prefix=".building-", dir=template.parent, ignore_cleanup_errors=True
    ) as folder:
        draft = Cloud(pathlib.Path(folder), cloud.base, cloud.regions)
        services = [service for service in draft.services if service.kind in OPENSTACK_KINDS]
        supervisor.check_ports(services)
        config.write(draft)
        draft.save()
        try:
            _build_databases(draft, services)
            say("  the databases are made; starting the services for the first time ...")
            supervisor.start(draft, services, lambda service, event: None)
            say("  the services answer; seeding ...")
            seed.seed(draft)
        except DevcloudError as error:
            raise DevcloudError(_keep_logs(draft, template, str(error))) from error
        finally:
            supervisor.stop(draft, services)
        _finish(draft, template)


def _keep_logs(draft: Cloud, template: pathlib.Path, message: str) -> str:
    """Save the logs of a failed build, and have its message name them there."""
    logs = template.with_suffix(".failed-log")
    shutil.rmtree(logs, ignore_errors=True)
    shutil.copytree(draft.state / "log", logs)
    return message.replace(str(draft.state / "log"), str(logs))


def _build_databases(draft: Cloud, services: list[Service]) -> None:
    # the longest first, as many at a time as a small machine has cores
    order = ("nova", "keystone", "neutron", "cinder", "glance", "octavia", "placement")
    waiting = sorted(services, key=lambda service: order.index(service.kind))
    running: list[tuple[Service, subprocess.Popen]] = []
    try:
        while waiting or running:
            while waiting and len(running) < BUILDERS:
                service = waiting.pop(0)
                running.append((service, _build_one(draft, service)))
            service, process = running.pop(0)
            if process.wait():
                raise DevcloudError(
                    f"The database of {service.key} could not be made; see {draft.log(service)}."
                )
    finally:
        for _, process in running:
            process.kill()
            process.wait()


def _build_one(draft: Cloud, service: Service) -> subprocess.Popen:
    with open(draft.log(service), "ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "devcloud.databases", str(draft.state), service.key],
            env=supervisor.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _finish(draft: Cloud, template: pathlib.Path) -> None:
    for path in (draft.state / "db").glob("*.sqlite"):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for pattern in ("*-wal", "*-shm"):
        for path in (draft.state / "db").glob(pattern):
            path.unlink()
    for folder in ("etc", "log", "run"):
        shutil.rmtree(draft.state / folder)
    seal(draft.state)
    draft.state.rename(template)


def seal(template: pathlib.Path) -> None:
    """Write down what a template holds, by which damage is noticed later."""
    (template / MANIFEST).write_text(json.dumps(_digests(template)), encoding="utf-8")


def _forget_old(store: pathlib.Path) -> None:
    templates = sorted(store.glob("*/" + MANIFEST), key=lambda path: path.stat().st_mtime)
    for manifest in templates[:-KEEP_TEMPLATES]:
        shutil.rmtree(manifest.parent, ignore_errors=True)
        manifest.parent.with_suffix(".lock").unlink(missing_ok=True)


def move(cloud: Cloud, old: Cloud) -> None:
    """Repair what the databases of a copied or moved cloud know of its old place and ports."""

    def shift(url: str) -> str:
        port = re.compile(rf"(?<=://{re.escape(HOST)}:)\d+")
        return port.sub(lambda found: str(int(found[0]) - old.base + cloud.base), url)

    def relocate(url: str) -> str:
        return url.replace(f"{old.state}/", f"{cloud.state}/")

    for service in cloud.services:
        if service.kind == "keystone":
            _rewrite(cloud.database(service), "endpoint", "url", shift)
        if service.kind == "nova":
            _rewrite(
                cloud.database(service, "_api"), "cell_mappings", "database_connection", relocate
            )
        if service.kind == "glance":
            _rewrite(cloud.database(service), "image_locations", "value", relocate)


def _rewrite(path: pathlib.Path, table: str, column: str, change: Callable[[str], str]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.create_function("change", 1, change)
        connection.execute(f"UPDATE {table} SET {column} = change({column})")
        connection.commit()
