"""What must be right before the endpoint starts: each setting is tried.

What is wrong is one sentence that names the setting. What may pass by itself, as when Keystone is
started after the endpoint, does not keep it from starting; the log and the health check tell it.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterator

from keystoneauth1 import exceptions as ks
from oslo_config import cfg
from oslo_log import log

from gce_api import options
from gce_api.access.auth.identity import UNREACHABLE, Identity
from gce_api.access.policy import Policy
from gce_api.access.rates import Rates
from gce_api.database import migration
from gce_api.database.connection import Database, explained
from gce_api.database.sealing import Sealer
from gce_api.google import errors
from gce_api.operations.coordination import Coordination
from gce_api.operations.owner import this_process
from gce_api.serving.loading import handled_methods

LOG = log.getLogger(__name__)

SERVICE_ROLE = "service"  # which Keystone's middleware asks of whoever vouches for an old token


class Away(options.Wrong):
    """What a setting names does not answer now."""


def check(conf: cfg.ConfigOpts) -> None:
    """Try the settings by which the endpoint reaches Keystone; the rest is tried as it is used.

    :raises options.Wrong: one cannot work.
    """
    for attempt in (files, keystone, own_user):
        try:
            attempt(conf)
        except Away:  # which has been logged
            return


def findings(conf: cfg.ConfigOpts) -> Iterator[tuple[str, options.Wrong | None]]:
    """What is tried, and what is wrong with it, for ``gce-api config validate``."""
    for name in options.unknown(conf):
        yield "names", options.Wrong(f"{name}: there is no such setting.")
    for title, attempt in ATTEMPTS.items():
        try:
            attempt(conf)
        except options.Wrong as error:
            yield title, error
        else:
            yield title, None


def files(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: a file of TLS is not there, or is none."""
    for name in ("cafile", "certfile", "keyfile"):
        path = conf.keystone[name]
        if path and not os.access(path, os.R_OK):
            raise options.Wrong(f"[keystone] {name}: {path} cannot be read.")
    if conf.keystone.cafile:
        try:
            ssl.create_default_context(cafile=conf.keystone.cafile)
        except ssl.SSLError:
            raise options.Wrong(
                f"[keystone] cafile: {conf.keystone.cafile} holds no certificate."
            ) from None


def keystone(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: what answers is not Keystone, or is not to be trusted."""
    identity = Identity(conf)
    try:
        identity.ping()
    except errors.GceError as error:
        cause = error.__cause__
        if isinstance(cause, ks.SSLError):
            raise options.Wrong(
                f"[keystone] cafile: {identity.auth_url} is not trusted: {_line(cause)}"
            ) from None
        if isinstance(error, errors.Unavailable) and cause:
            raise Away(
                f"[keystone] auth_url: {identity.auth_url} cannot be reached: {_line(cause)}"
            ) from None
        raise options.Wrong(
            f"[keystone] auth_url: what answers at {identity.auth_url} is no Keystone with version "
            "3 of its API."
        ) from None


def own_user(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: the endpoint's own user cannot do what it is there for."""
    settings = conf.keystone
    if settings.auth_type == "password" and not (settings.username or settings.user_id):
        raise options.Wrong("[keystone] username: is missing; the endpoint needs its own user.")
    try:
        access = Identity(conf).log_in_oneself()
    except errors.Unavailable as error:
        cause = error.__cause__
        if isinstance(cause, UNREACHABLE):
            raise Away(f"[keystone] auth_url: {_line(cause)}") from None
        raise options.Wrong(f"{error.message.splitlines()[0]}") from None
    if access and SERVICE_ROLE not in (access.role_names or []):
        LOG.warning(
            "[keystone] username: the endpoint's own user has no role `%s` in its project: "
            "operations that outlive a user's token will fail.",
            SERVICE_ROLE,
        )


def database(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: it cannot be used, or lacks tables."""
    conf.set_override("max_retries", 0, "database")
    with explained():
        migration.check(Database(conf))


def coordination(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: processes cannot find each other."""
    process = Coordination(conf.coordination.backend_url, this_process())
    process.start()
    process.stop()


def key(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: there is no key to keep secrets with."""
    Sealer(conf)


def policy(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: the rules cannot be read."""
    Policy(conf, handled_methods())


def rates(conf: cfg.ConfigOpts) -> None:
    """:raises options.Wrong: they cannot be understood."""
    Rates(conf)


ATTEMPTS: dict[str, Callable[[cfg.ConfigOpts], None]] = {
    "TLS files": files,
    "Keystone": keystone,
    "own user": own_user,
    "database": database,
    "coordination": coordination,
    "key": key,
    "policy": policy,
    "rate limits": rates,
}


def _line(error: BaseException) -> str:
    return str(error).splitlines()[0]
