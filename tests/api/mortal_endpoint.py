"""An endpoint that is killed at a chosen moment, for test_crash.py.

Usage: ``mortal_endpoint.py PORT CONFIG_FILE...``. Each line of its input starts an endpoint in a
process of its own; an empty one lives, any other names the moment of its death:
``<step>:before``, ``:after`` (OpenStack was called, nothing saved yet), ``:saved``, ``:undone``
(reverted, not saved yet), or ``accepted``, ``finish:before``, ``finish:after`` of the operation, or
``begun``, of the first operation of a request that starts several, or
``change of a load balancer:after``, of Octavia's answer.
``never`` is an endpoint that lives but accepts operations only, and works on none.
It answers each line with ``up <pid>`` and, after a death, ``dead``.
"""

from __future__ import annotations

import os
import signal
import sys

import waitress
from taskflow import engines

from gce_api import wsgi
from gce_api.google.discovery import document
from gce_api.openstack import balancers
from gce_api.operations import engine, run, steps, store
from gce_api.serving import loading


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(moment: str) -> None:
    """Make this process die at the moment."""
    what, _, when = moment.rpartition(":")
    if moment == "accepted":
        run.Run.advance = die
    elif moment == "never":
        run.Run.advance = lambda self: None
    elif moment == "begun":
        wrap(engine.Engine, "begin", after=lambda *_: True)
    elif what == "change of a load balancer":
        wrap(balancers, "_send", **{when: lambda *_: True})
    elif what == "finish":
        wrap(store.Store, "finish", **{when: lambda *_: True})
    elif when == "saved":
        die_when_saved(what)
    elif when == "undone":
        wrap(steps._Step, "revert", after=lambda step: step.name == what)
    else:
        wrap(steps._Step, "execute", **{when: lambda step: step.name == what})


def wrap(owner, method, before=None, after=None):
    real = getattr(owner, method)

    def wrapper(self, *arguments, **keywords):
        if before and before(self):
            die()
        result = real(self, *arguments, **keywords)
        if after and after(self):
            die()
        return result

    setattr(owner, method, wrapper)


def die_when_saved(name: str) -> None:
    load = engines.load

    def load_and_listen(*arguments, **keywords):
        engine = load(*arguments, **keywords)
        engine.atom_notifier.register(
            "SUCCESS", lambda state, details: details["task_name"] == name and die()
        )
        return engine

    engines.load = load_and_listen


def main(port: str, *files: str) -> None:
    loading.load()  # what every endpoint would load again
    document()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            if line.strip():
                arm(line.strip())
            waitress.serve(wsgi.make_application(list(files)), host="127.0.0.1", port=int(port))
        print("up", pid, flush=True)
        os.waitpid(pid, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
