"""The endpoint's settings (oslo.config); ``gce-api config sample`` prints them all."""

from __future__ import annotations

import copy
import io
import os
import sys
from importlib import metadata
from types import TracebackType

from keystoneauth1 import loading
from oslo_config import cfg, generator
from oslo_config import types as cfg_types
from oslo_db import options as db_options
from oslo_log import log

FILES_VARIABLE = "OS_GCE_CONFIG_FILES"  # names the configuration files, for a WSGI server


class Wrong(cfg.Error):
    """A setting that cannot work; the message is one sentence that names it."""

    def __str__(self) -> str:
        return str(self.msg)


API = cfg.OptGroup("api", "The HTTP service")
API_OPTIONS = [
    cfg.HostAddressOpt("bind_host", default="127.0.0.1", help="Address of `gce-api serve`."),
    cfg.PortOpt("bind_port", default=8787, help="Port of `gce-api serve`."),
    cfg.IntOpt("threads", default=64, min=4, help="Request threads of `gce-api serve`."),
    cfg.URIOpt(
        "public_url",
        help="Root of the URLs in answers (selfLink), such as https://compute.example.org/. "
        "Default: the root that the client used. libcloud wants https.",
    ),
    cfg.IntOpt(
        "trusted_proxies",
        default=0,
        min=0,
        help="How many proxies stand before the endpoint whose X-Forwarded-For, -Proto, -Host and "
        "-Prefix are believed: each adds its own. 0: such headers are anybody's and are not read.",
    ),
    cfg.IntOpt("max_body", default=4 << 20, help="Largest request body in bytes."),
    cfg.HostAddressOpt(
        "universe_domain",
        default="googleapis.com",
        help="Universe domain of clients: with cloud.example.org they find this endpoint as "
        "https://compute.cloud.example.org/ by themselves. Service account keys carry it.",
    ),
]

RATES = cfg.OptGroup("rate_limits", "How often users may ask; what is too much gets 429")
RATES_OPTIONS: list[cfg.Opt] = [
    cfg.StrOpt(
        "requests",
        help="Requests of one user in one project, such as 20/second;600/minute. Default: any "
        "number.",
    ),
    cfg.StrOpt(
        "failed_log_ins",
        default="10/minute;60/hour",
        help="How often a log-in may fail, of one user from one address; from one address, five "
        "times as often. Empty: any number of times.",
    ),
    cfg.StrOpt(
        "storage_uri",
        default="memory://",
        secret=True,
        help="Where it is counted, by a URL of the library `limits`: redis://HOST:6379 or "
        "memcached://HOST:11211 for all processes together (their client libraries are to be "
        "installed); by default each process counts for itself.",
    ),
]

METRICS = cfg.OptGroup("metrics", "Prometheus metrics, on a port of their own")
METRICS_OPTIONS: list[cfg.Opt] = [
    cfg.HostAddressOpt("bind_host", default="127.0.0.1", help="Address of the metrics."),
    cfg.PortOpt(
        "bind_port",
        help="Port of the metrics. Default: there are none. Of several processes of one host one "
        "has the port, and answers for all where the variable PROMETHEUS_MULTIPROC_DIR names a "
        "folder.",
    ),
]

HEALTH = cfg.OptGroup("healthcheck", "What load balancers ask: /healthcheck/ready")
HEALTH_OPTIONS: list[cfg.Opt] = [
    cfg.StrOpt(
        "disable_by_file_path",
        help="While this file is there, the process says that it is not ready (503), and answers "
        "whoever comes all the same: to take it out of a load balancer before it is stopped.",
    ),
]

KEYSTONE = cfg.OptGroup(
    "keystone", "How the endpoint reaches Keystone, and its own (service) user there"
)
KEYSTONE_OPTIONS = [
    cfg.StrOpt(
        "interface",
        default="public",
        choices=["public", "internal", "admin"],
        help="Which catalogue interface to call the other services on.",
    ),
    cfg.IntOpt(
        "token_cache_seconds",
        default=60,
        min=0,
        help="How long a checked token is believed; a revoked one works for as long.",
    ),
    cfg.StrOpt("default_region", help="Region of global resources. Default: the first."),
]

WITHOUT_EFFECT = ("collect-timing",)  # keystoneauth wants it registered, and nobody reads it

DEFAULT_OPTIONS: list[cfg.Opt] = [
    cfg.StrOpt(
        "state_path",
        default="/var/lib/gce-api",
        help="Folder of what the endpoint keeps in files, as long as nothing else is configured.",
    ),
]

COORDINATION = cfg.OptGroup("coordination", "How the processes of the endpoint find each other")
COORDINATION_OPTIONS: list[cfg.Opt] = [
    cfg.StrOpt(
        "backend_url",
        default="file://$state_path/coordination",
        secret=True,
        help="URL of tooz's driver. Files do for the processes of one host; on several hosts "
        "etcd3+http://HOST:2379, redis://HOST:6379 or zookeeper://HOST:2181, the same on all.",
    ),
]

OPERATIONS = cfg.OptGroup("operations", "Operations: what a mutation starts")
OPERATIONS_OPTIONS = [
    cfg.IntOpt("workers", default=32, min=1, help="Threads that work on operations."),
    cfg.FloatOpt(
        "lease_seconds",
        default=30,
        min=1,
        help="After so many seconds without a sign of life of the process that works on an "
        "operation another one goes on with it (on the same host: as soon as it is gone).",
    ),
    cfg.FloatOpt(
        "wait_timeout",
        default=1800,
        min=1,
        help="Seconds an operation waits for a server, volume, snapshot or image to get ready.",
    ),
    cfg.FloatOpt(
        "poll_seconds",
        default=110,
        min=0,
        help="Longest time that a client's `wait` request is held open; less than any proxy's.",
    ),
    cfg.IntOpt(
        "held_waits",
        default=16,
        min=0,
        help="How many such requests a process holds open; fewer than it has threads.",
    ),
    cfg.FloatOpt(
        "retention_days", default=14, min=0, help="How long finished operations are kept."
    ),
    cfg.StrOpt(
        "secret_key_file",
        help="File with the Fernet keys, one a line, that encrypt the users' tokens kept with "
        "unfinished operations, and the secrets behind log-ins and service account keys; the "
        "first encrypts, all decrypt. Made where it is missing; every node needs the same. "
        "Default: a key derived from the password in [keystone].",
    ),
]

IMAGES = cfg.OptGroup("images", "Images")
IMAGES_OPTIONS: list[cfg.Opt] = [
    cfg.ListOpt(
        "allowed_sources",
        default=[],
        item_type=cfg_types.URI(schemes=["http", "https"]),
        help="URLs below which images may be fetched from (rawDisk.source), such as "
        "https://cloud.debian.org/images/. Glance fetches them from within the cloud's network, "
        "and follows redirects: allow only sites that lead to images. Default: none.",
    ),
]

COMPUTE = cfg.OptGroup("compute", "Instances")
COMPUTE_OPTIONS: list[cfg.Opt] = [
    cfg.BoolOpt(
        "make_flavors",
        default=False,
        help="Make a flavor, for every project, when a custom machine type (custom-2-4096) is "
        "asked for and no flavor has just these sizes. The user of [keystone] makes it, so Nova's "
        "policy must let that (os_compute_api:os-flavor-manage:create).",
    ),
]

DISKS = cfg.OptGroup("disks", "Disks")
DISKS_OPTIONS: list[cfg.Opt] = [
    cfg.ListOpt(
        "regional_types",
        default=[],
        help="Volume types, by Cinder's names, whose storage is held in all zones of their "
        "region, as by Ceph that is stretched over them: a disk of such a type can be regional. "
        "Types with the extra spec replication_enabled `<is> True` need not be named. Nova must "
        "attach volumes across zones ([cinder] cross_az_attach, its default). Default: none.",
    ),
]

AUTOSCALING = cfg.OptGroup("autoscaling", "Autoscalers")
AUTOSCALING_OPTIONS: list[cfg.Opt] = [
    cfg.StrOpt(
        "telemetry",
        default="none",
        choices=[
            (
                "none",
                "autoscaling by CPU utilization is refused, and there are no metrics of instances",
            ),
            ("gnocchi", "Gnocchi (service type `metric`), which Ceilometer feeds"),
        ],
        help="Where measures of instances are read from: for autoscalers, and for the methods of "
        "Cloud Monitoring.",
    ),
]

DATABASE = cfg.OptGroup("database", "Where the endpoint keeps its operations and what it holds")
DATABASE_OPTIONS = (  # those of oslo.db's that are of effect here
    "connection",
    "mysql_sql_mode",
    "mysql_wsrep_sync_wait",
    "connection_recycle_time",
    "max_pool_size",
    "max_overflow",
    "pool_timeout",
    "max_retries",
    "retry_interval",
    "connection_debug",
    "connection_trace",
    "connection_parameters",
)

OAUTH = cfg.OptGroup("oauth", "How users log in with gcloud and other OAuth 2 clients")
OAUTH_OPTIONS = [
    cfg.ListOpt(
        "redirect_uris",
        default=[],
        help="Where else the browser may be sent after a log-in, whole URLs. Loopback addresses, "
        "on which programs of the user's own machine listen, are always allowed.",
    ),
    cfg.StrOpt("domain", default="Default", help="Keystone domain that the log-in form suggests."),
    cfg.FloatOpt(
        "login_days",
        default=90,
        min=0.01,
        help="How long a log-in lasts; the application credentials it stands on expire with it.",
    ),
    cfg.DictOpt(
        "single_sign_on",
        default={},
        help="Keystone's federation protocols that the log-in page links to, each with what the "
        "link says: `openid:Example Inc.`. Keystone's [federation] trusted_dashboard needs "
        "<this endpoint>/o/oauth2/sso. Needs https.",
    ),
]

QUIET = ("alembic=WARN", "oauthlib=WARN", "openstack=WARN")  # their logs would hold tokens


def register(conf: cfg.ConfigOpts) -> None:
    """Register every option of the endpoint on ``conf``."""
    for group, options in _own_options():
        # a group holds the values of whatever configuration it is registered with
        conf.register_group(copy.deepcopy(group))
        conf.register_opts(options, group.name)
    conf.register_opts(DEFAULT_OPTIONS)
    conf.register_opts(_keystoneauth_options(), KEYSTONE.name)
    conf.register_opts(_database_options(), DATABASE.name)
    log.set_defaults(default_log_levels=[*log.get_default_log_levels(), *QUIET])
    log.register_options(conf)


def load(files: list[str] | None = None) -> cfg.ConfigOpts:
    """Read the configuration: from ``files``, else from those of the variable
    ``OS_GCE_CONFIG_FILES`` (separated by ``;``), else from the usual places (~/, /etc/gce-api).

    :raises cfg.Error: a file or setting is missing, or a value is malformed.
    """
    conf = cfg.ConfigOpts()
    register(conf)
    conf([], project="gce-api", default_config_files=files or named_files())
    for group, options in _own_options():
        for option in options:
            conf[group.name][option.dest]  # a malformed value is told now, not in a request
    return conf


def named_files() -> list[str] | None:
    """The files of ``OS_GCE_CONFIG_FILES``, ``None`` where it names none."""
    return [name for name in os.environ.get(FILES_VARIABLE, "").split(";") if name] or None


def set_up_logging(conf: cfg.ConfigOpts) -> None:
    """Start oslo.log."""
    log.setup(conf, "gce_api")
    sys.excepthook = _tell


def _tell(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """What ends a process: of a setting that cannot work its sentence is enough."""
    if issubclass(kind, Wrong):
        print(f"gce-api: {error}", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)


def list_options() -> list[tuple[str, list[cfg.Opt]]]:
    """For oslo.config's generator (entry point ``oslo.config.opts``)."""
    own = [(group.name, options) for group, options in _own_options()]
    libraries = [
        (KEYSTONE.name, [o for o in _keystoneauth_options() if o.name not in WITHOUT_EFFECT]),
        (DATABASE.name, _database_options()),
    ]
    return [("DEFAULT", DEFAULT_OPTIONS), *own, *libraries]


def unknown(conf: cfg.ConfigOpts) -> list[str]:
    """Settings of the configuration files that nothing here reads, as ``[section] name``."""
    known = {
        (str(getattr(group, "name", group) or "DEFAULT"), option.dest)
        for listed in metadata.entry_points(group="oslo.config.opts")
        if listed.name in NAMESPACES
        for group, options in listed.load()()
        for option in options
    }
    found = []
    for path in conf.config_file:
        sections: dict[str, dict[str, list[str]]] = {}
        cfg.ConfigParser(path, sections).parse()
        found += [
            f"[{section}] {name}"
            for section, values in sections.items()
            for name in values
            if (section, name.replace("-", "_")) not in known
        ]
    return found


def _database_options() -> list[cfg.Opt]:
    """oslo.db's, as far as they are of effect here."""
    options = [
        copy.copy(each) for each in db_options.database_opts if each.name in DATABASE_OPTIONS
    ]
    for option in options:
        if option.name == "connection":
            option.default = "sqlite:///$state_path/gce-api.sqlite"
    return options


def _keystoneauth_options() -> list[cfg.Opt]:
    """keystoneauth's options, with defaults that suit a service."""
    defaults = {
        "auth_type": "password",
        "timeout": 60,  # seconds; keystoneauth's own would wait for ever
    }
    options = [
        *loading.get_auth_common_conf_options(),
        *loading.get_session_conf_options(),
        *loading.get_auth_plugin_conf_options("password"),
    ]
    for option in options:
        option.default = defaults.get(option.name, option.default)
    return options


def _own_options() -> list[tuple[cfg.OptGroup, list[cfg.Opt]]]:
    return [
        (API, API_OPTIONS),
        (RATES, RATES_OPTIONS),
        (HEALTH, HEALTH_OPTIONS),
        (METRICS, METRICS_OPTIONS),
        (KEYSTONE, KEYSTONE_OPTIONS),
        (COORDINATION, COORDINATION_OPTIONS),
        (OPERATIONS, OPERATIONS_OPTIONS),
        (IMAGES, IMAGES_OPTIONS),
        (COMPUTE, COMPUTE_OPTIONS),
        (DISKS, DISKS_OPTIONS),
        (AUTOSCALING, AUTOSCALING_OPTIONS),
        (OAUTH, OAUTH_OPTIONS),
    ]


NAMESPACES = ("gce_api", "oslo.log", "oslo.policy")
HEAD = """\
# Settings of gce-api, the GCE endpoint. Printed by `gce-api config sample`.
# What is commented out is the default. [keystone] is what has to be filled in.

"""


def sample() -> str:
    """Every setting of the endpoint and its libraries, as oslo.config's generator writes it."""
    register(cfg.ConfigOpts())  # changes some defaults of the libraries
    conf = cfg.ConfigOpts()
    generator.register_cli_opts(conf)
    conf([f"--namespace={name}" for name in NAMESPACES], default_config_files=[])
    text = io.StringIO()
    generator.generate(conf, text)
    return HEAD + text.getvalue()
