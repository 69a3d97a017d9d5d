"""An Octavia provider without a data plane: what is PENDING settles a moment later.

Where a health monitor would knock at a member, the member is well if its server runs, unless the
server's metadata says ``healthy`` is ``false``.
"""

from __future__ import annotations

import contextlib
import pathlib
import sqlite3
import threading
import time

import sqlalchemy as sa
from octavia.api.drivers.driver_agent import driver_updater
from octavia.api.drivers.noop_driver import driver as noop
from octavia.db import api, models
from octavia_lib.api.drivers import exceptions
from oslo_log import log

LOG = log.getLogger(__name__)
IDLE_SECONDS = 5
# the API commits a change only after it has called the provider
SETTLING_SECONDS = (0.3, 0.7)

# children before their parents
TABLES = {
    "l7rules": models.L7Rule,
    "l7policies": models.L7Policy,
    "members": models.Member,
    "healthmonitors": models.HealthMonitor,
    "pools": models.Pool,
    "listeners": models.Listener,
    "loadbalancers": models.LoadBalancer,
}
CHANGES = ("create", "update", "delete", "failover")
_changed = threading.Event()


class DevCloudProvider(noop.NoopProviderDriver):
    """Accepts everything and wakes the thread that settles it."""

    def create_vip_port(
        self, loadbalancer_id, project_id, vip_dictionary, additional_vip_dicts=None
    ):
        raise exceptions.NotImplementedError()  # upon which Octavia makes a Neutron port

    def __getattribute__(self, name):
        if name.rpartition("_")[2] in CHANGES:
            _changed.set()
        return super().__getattribute__(name)


def settle_forever(neutron: pathlib.Path, nova: pathlib.Path) -> None:
    """Finish what is PENDING and look after members, soon after each change and every few seconds.

    ``neutron``, ``nova``: the databases that tell which server has a member's address.
    """
    while True:
        _changed.wait(IDLE_SECONDS)
        _changed.clear()
        for seconds in SETTLING_SECONDS:
            time.sleep(seconds)
            try:
                _settle()
                _monitor(neutron, nova)
            except Exception:
                LOG.exception("What is PENDING could not be settled; trying again.")


def _settle() -> None:
    updater = driver_updater.DriverUpdater()
    for kind, table in TABLES.items():
        for row_id, status in _pending(table):
            if status == "PENDING_DELETE":
                settled = {"id": row_id, "provisioning_status": "DELETED"}
            else:
                settled = {"id": row_id, "provisioning_status": "ACTIVE"}
                if kind != "members":  # whose health is found out by their monitor
                    settled["operating_status"] = "ONLINE"
            updater.update_loadbalancer_status({kind: [settled]})


def _pending(table) -> list[tuple[str, str]]:
    session = api.get_session()
    try:
        with session.begin():
            query = sa.select(table.id, table.provisioning_status)
            return session.execute(query.where(table.provisioning_status.like("PENDING%"))).all()
    finally:
        session.close()


def _monitor(neutron: pathlib.Path, nova: pathlib.Path) -> None:
    """Set the operating status of the members whose health has changed."""
    members = _members()
    if not members:
        return
    running = _running(neutron, nova)
    changed = []
    for member in members:
        well = (member.ip_address, member.project_id) in running
        status = ("ONLINE" if well else "ERROR") if member.monitor else "NO_MONITOR"
        if status != member.operating_status:
            changed.append({"id": member.id, "operating_status": status})
    if changed:
        driver_updater.DriverUpdater().update_loadbalancer_status({"members": changed})


def _members() -> list:
    member, monitor = models.Member, models.HealthMonitor
    query = sa.select(
        member.id,
        member.ip_address,
        member.project_id,
        member.operating_status,
        monitor.id.label("monitor"),
    ).outerjoin(monitor, monitor.pool_id == member.pool_id)
    session = api.get_session()
    try:
        with session.begin():
            return session.execute(query.where(member.provisioning_status == "ACTIVE")).all()
    finally:
        session.close()


def _running(neutron: pathlib.Path, nova: pathlib.Path) -> set[tuple[str, str]]:
    """Address and project of every server that runs and is well."""
    query = """
        SELECT ipallocations.ip_address, ports.project_id FROM ipallocations
        JOIN ports ON ports.id = ipallocations.port_id
        JOIN nova.instances ON instances.uuid = ports.device_id
        WHERE instances.deleted = 0 AND instances.vm_state = 'active' AND NOT EXISTS (
            SELECT 1 FROM nova.instance_metadata AS told WHERE told.instance_uuid = instances.uuid
                AND told."key" = 'healthy' AND told.value = 'false' AND told.deleted = 0)
    """
    with contextlib.closing(sqlite3.connect(f"file:{neutron}?mode=ro", uri=True)) as connection:
        connection.execute("ATTACH ? AS nova", (f"file:{nova}?mode=ro",))
        return set(connection.execute(query))
