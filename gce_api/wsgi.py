"""WSGI entry point: ``gce_api.wsgi:make_application()`` for any server."""

from __future__ import annotations

from oslo_config import cfg
from oslo_log import log

from gce_api import options, starting
from gce_api.access.auth.identity import Identity
from gce_api.access.auth.keystone import Authenticator
from gce_api.access.oauth.server import OAuth
from gce_api.access.policy import Policy
from gce_api.access.rates import Rates
from gce_api.background.agents import Agents
from gce_api.background.worker import Worker
from gce_api.database import migration
from gce_api.database.connection import Database, explained
from gce_api.families.shared.call import Services
from gce_api.openstack.cloud import Clouds
from gce_api.operations.coordination import Coordination
from gce_api.operations.manager import Operations
from gce_api.operations.owner import this_process
from gce_api.serving import metrics
from gce_api.serving.application import Application
from gce_api.serving.loading import handled_methods

LOG = log.getLogger(__name__)


def make_application(config_files: list[str] | None = None) -> Application:
    """The endpoint, configured from files (default: those that ``OS_GCE_CONFIG_FILES`` names,
    separated by ``;``, else the usual places of oslo.config).

    :raises options.Wrong: a setting cannot work; the log says so in a sentence.
    """
    conf = options.load(files=config_files)
    options.set_up_logging(conf)
    try:
        starting.check(conf)
        return build(conf)
    except options.Wrong as error:
        wrong = error
    LOG.critical("%s", wrong)
    raise wrong.with_traceback(None)


def build(conf: cfg.ConfigOpts) -> Application:
    """The endpoint for a configuration that was already read; unfinished operations go on.

    :raises options.Wrong: a setting cannot work.
    """
    services = make_services(conf)
    services.operations.resume()
    application = Application(services)
    Worker(services).start()
    metrics.start(conf, services.database)
    return application


def make_services(conf: cfg.ConfigOpts) -> Services:
    """What a process of the endpoint works with; nothing goes on by itself yet.

    :raises options.Wrong: as :func:`build`.
    """
    with explained():
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
        rates=Rates(conf),
    )
