"""Jobs: what goes on without a request, and how one failure is kept from the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from oslo_log import log

from gce_api.background.agents import Resting
from gce_api.database import outage
from gce_api.google import errors
from gce_api.openstack import failures

LOG = log.getLogger(__name__)

Work = Callable[[Any], None]  # of the services of the process (families/shared/call.py)


@dataclass(frozen=True)
class Job:
    """``work`` is called ``seconds`` after its last call has ended."""

    work: Work
    seconds: float


JOBS: list[Job] = []


def every(seconds: float) -> Callable[[Work], Work]:
    """Register a function of a module ``job`` of a family as a job."""

    def register(work: Work) -> Work:
        JOBS.append(Job(work, seconds))
        return work

    return register


@contextmanager
def apart(what: str) -> Iterator[None]:
    """Log what goes wrong in the block, and go on: other projects' work must not wait for it."""
    try:
        yield
    except Resting:
        return
    except errors.GceError as error:
        LOG.warning("%s: %s", what, error.message)
    except Exception as error:
        if outage.told(error):
            return
        translated = failures.translate(error)
        if translated is None:
            LOG.exception("%s failed", what)
        else:
            LOG.warning("%s: %s", what, translated.message)
