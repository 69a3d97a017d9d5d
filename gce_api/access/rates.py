"""How often users may ask, and how often a log-in may fail; the library ``limits`` counts.

Without a shared storage each process counts for itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from limits import RateLimitItem, parse_many
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from oslo_config import cfg
from oslo_log import log

from gce_api import options
from gce_api.google import errors
from gce_api.openstack.caller import Caller

LOG = log.getLogger(__name__)
NEIGHBOURS = 5  # times as many log-ins may fail from one address: it may be that of a whole site
LONGEST = 255  # characters of a user name in Keystone, which may tell no upper case from lower

Counted = Iterable[tuple[RateLimitItem, tuple[str, ...]]]  # limits, each with what it counts


class Rates:
    """What was asked lately, and by whom; safe for use by several threads.

    :raises options.Wrong: a setting cannot be understood.
    """

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        settings = conf.rate_limits
        self._requests = _limits("requests", settings.requests)
        self._log_ins = _limits("failed_log_ins", settings.failed_log_ins)
        self._counter = _counter(settings.storage_uri)

    def request(self, caller: Caller) -> None:
        """Count a request of a user in a project.

        :raises errors.TooMany: they have made too many.
        """
        key = ("request", caller.project.uuid, str(caller.access.user_id))
        self._look(self._counter.hit, [(limit, key) for limit in self._requests])

    def log_in(self, user: str | None, address: str) -> None:
        """Look, before a log-in is tried, whether too many have failed.

        :param user: ``None`` where only what they hold is known, such as an assertion.
        :raises errors.TooMany: so it is, of this user from this address, or from the address.
        """
        self._look(self._counter.test, self._failures(user, address))

    def log_in_failed(self, user: str | None, address: str) -> None:
        """Count a log-in that has failed."""
        for limit, key in self._failures(user, address):
            self._ask(self._counter.hit, limit, key)

    def _failures(self, user: str | None, address: str) -> Counted:
        for limit in self._log_ins:
            if user is not None:
                yield limit, ("log-in", address, user[:LONGEST].lower())
            yield type(limit)(limit.amount * NEIGHBOURS, limit.multiples), ("log-ins", address)

    def _look(self, question: Callable[..., bool], counted: Counted) -> None:
        for limit, key in counted:
            if not self._ask(question, limit, key):
                reset = self._counter.get_window_stats(limit, *key).reset_time
                raise errors.TooMany(
                    f"Rate limit exceeded: {limit}.", retry_after=max(1, round(reset - time.time()))
                )

    def _ask(
        self, question: Callable[..., bool], limit: RateLimitItem, key: tuple[str, ...]
    ) -> bool:
        try:
            return question(limit, *key)
        except StorageError as error:  # nobody is kept out because the counting fails
            LOG.warning("[rate_limits] storage_uri: %s", error.storage_error)
            return True


def _limits(name: str, said: str | None) -> list[RateLimitItem]:
    try:
        return sorted(parse_many(said)) if said else []
    except ValueError:
        raise options.Wrong(
            f"[rate_limits] {name}: {said} is no rate such as 20/second;600/minute."
        ) from None


def _counter(uri: str) -> FixedWindowRateLimiter:
    try:
        return FixedWindowRateLimiter(storage_from_string(uri, wrap_exceptions=True))
    except (ConfigurationError, ValueError) as error:
        raise options.Wrong(f"[rate_limits] storage_uri: {error}") from None
