"""Gnocchi on SQLite, and what stands in for Ceilometer."""

from __future__ import annotations

import threading

from devcloud.layout import Cloud, Service
from devcloud.replacing import replace
from devcloud.services import serving

SACKS = 1  # Gnocchi divides its work into these; one thread does it all here


def run(cloud: Cloud, service: Service) -> None:
    serving.improve_libraries()
    make_replacements()
    from gnocchi import chef, incoming, indexer, storage
    from gnocchi import service as gnocchi
    from gnocchi.cli import metricd
    from gnocchi.rest import app

    from devcloud.drivers import gnocchi as meter

    path = str(cloud.etc(service) / "gnocchi.conf")
    conf = gnocchi.prepare_service([], default_config_files=[path])
    index = indexer.get_driver(conf)
    measures, kept = incoming.get_driver(conf), storage.get_driver(conf)
    kept.upgrade()
    measures.upgrade(SACKS)
    meter.prepare(index)
    coordinator = metricd.get_coordinator_and_start(b"devcloud", conf.coordination_url)
    cook = chef.Chef(coordinator, measures, index, kept)
    nova = cloud.database(cloud.service("nova", service.region))
    threading.Thread(
        target=meter.measure_forever, args=(nova, index, measures, cook), daemon=True
    ).start()
    serving.serve(app.load_app(conf), service.port, threads=4)


def make_replacements() -> None:
    """Keep the index in SQLite, whose URLs Gnocchi has no driver for."""
    from gnocchi import indexer
    from gnocchi.indexer import sqlalchemy

    replace(indexer, "get_driver", sqlalchemy.SQLAlchemyIndexer)
