"""An Octavia provider without a data plane: what is PENDING settles a moment later."""

from __future__ import annotations

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


def settle_forever() -> None:
    """Finish what is PENDING, soon after each change and every few seconds."""
    while True:
        _changed.wait(IDLE_SECONDS)
        _changed.clear()
        for seconds in SETTLING_SECONDS:
            time.sleep(seconds)
            try:
                _settle()
            except Exception:
                LOG.exception("What is PENDING could not be settled; trying again.")


def _settle() -> None:
    updater = driver_updater.DriverUpdater()
    for kind, table in TABLES.items():
        for row_id, status in _pending(table):
            if status == "PENDING_DELETE":
                settled = {"id": row_id, "provisioning_status": "DELETED"}
            else:
                settled = {
                    "id": row_id,
                    "provisioning_status": "ACTIVE",
                    "operating_status": "ONLINE",
                }
            updater.update_loadbalancer_status({kind: [settled]})


def _pending(table) -> list[tuple[str, str]]:
    session = api.get_session()
    try:
        with session.begin():
            query = sa.select(table.id, table.provisioning_status)
            return session.execute(query.where(table.provisioning_status.like("PENDING%"))).all()
    finally:
        session.close()
