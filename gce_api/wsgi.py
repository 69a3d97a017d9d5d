"""WSGI entry point: ``gce_api.wsgi:make_application()`` for any server."""

from __future__ import annotations

from oslo_config import cfg

from gce_api import options
from gce_api.access.auth.identity import Identity
from gce_api.access.auth.keystone import Authenticator
from gce_api.access.oauth.server import OAuth
from gce_api.access.policy import Policy
from gce_api.background.agents import Agents
from gce_api.background.worker import Worker
from gce_api.database import migration
from gce_api.database.connection import Database
from gce_api.families.shared.call import Services
from gce_api.openstack.cloud import Clouds
from gce_api.operations.coordination import Coordination
from gce_api.operations.manager import Operations
from gce_api.operations.owner import this_process
from gce_api.serving.application import Application
from gce_api.serving.loading import handled_methods


def make_application(config_files: list[str] | None = None) -> Application:
    """The endpoint, configured from files (default: the usual places of oslo.config)."""
    conf = options.load(files=config_files)
    options.set_up_logging(conf)
    return build(conf)


def build(conf: cfg.ConfigOpts) -> Application:
    """The endpoint for a configuration that was already read; unfinished operations go on.

    :raises migration.Outdated: the database lacks tables; ``gce-api db sync`` makes them.
    :raises coordination.Unusable: the processes cannot find each other as they are to.
    """
    services = make_services(conf)
    services.operations.resume()
    application = Application(services)
    Worker(services).start()
    return application


def make_services(conf: cfg.ConfigOpts) -> Services:
    """What a process of the endpoint works with; nothing goes on by itself yet.

    :raises migration.Outdated: as :func:`build`.
    :raises coordination.Unusable: the processes cannot find each other as they are to.
    """
    database = Database(conf)
    migration.check(database)
    coordination = Coordination(
        conf.coordination.backend_url, this_process(), database.installation()
    )
    coordination.start()
    clouds, identity = Clouds(conf, coordination.turn_of), Identity(conf)
    oauth = OAuth(conf, database, identity)
    authenticator = Authenticator(conf, identity, oauth.credentials)
    return Services(
        conf=conf,
        authenticator=authenticator,
        clouds=clouds,
        database=database,
        coordination=coordination,
        operations=Operations(conf, clouds, database),
        agents=Agents(conf, authenticator, database),
        oauth=oauth,
        policy=Policy(conf, handled_methods()),
    )
