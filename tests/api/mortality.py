"""Endpoints that are killed and started again on the database that they leave behind."""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import uuid

import requests

from gce_api import options
from gce_api.database import migration
from tests.api.contract import Api

ZONE = "zones/us-central1-a"
SCRIPT = pathlib.Path(__file__).with_name("mortal_endpoint.py")


class MortalEndpoint:
    """Endpoints of one database that live one after the other; what is asked is in a project."""

    def __init__(self, devcloud, project, folder):
        self.project = project
        own = folder / "own.conf"
        own.write_text(
            f"[DEFAULT]\nlog_file = {folder}/gce.log\n"
            f"[DEFAULT]\nstate_path = {folder}\n[database]\nconnection = sqlite:///{folder}/gce.sqlite\n"
        )
        conf = devcloud.cloud.etc(devcloud.cloud.by_key("gce")) / "gce-api.conf"
        migration.sync(options.load([str(conf), str(own)]))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.maker = subprocess.Popen(
            [sys.executable, "-W", "ignore", SCRIPT, str(self.port), conf, own],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = None
        self.session = requests.Session()
        self.token = devcloud.token("admin", project)
        self.session.headers["Authorization"] = "Bearer " + self.token

    def live(self, until=""):
        """Start an endpoint that will die at a moment (see mortal_endpoint.py), or live on."""
        self.maker.stdin.write(until + "\n")
        self.maker.stdin.flush()
        self.pid = int(self.maker.stdout.readline().split()[1])

    def has_died(self):
        """Wait for the death that was arranged."""
        assert self.maker.stdout.readline() == "dead\n"
        self.pid = None

    def api(self):
        """The endpoint as its user sees it, as soon as it answers."""
        self.ask("GET", ZONE)
        return Api(f"http://127.0.0.1:{self.port}", self.token, self.project)

    def die_at(self, moments):
        for moment in moments:
            self.live(until=moment)
            self.has_died()

    def kill(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.has_died()

    def close(self):
        self.maker.stdin.close()
        self.maker.wait()

    def ask(self, verb, path, **request):
        """The answer, as soon as the endpoint gives one."""
        url = f"http://127.0.0.1:{self.port}/compute/v1/projects/{self.project}/{path}"
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(requests.ConnectionError):
                answer = self.session.request(verb, url, **request)
                assert answer.ok, answer.text
                return answer.json()
            assert time.monotonic() < deadline, "the endpoint does not come up"
            time.sleep(0.1)

    def begin(self, verb, path, token=None, until="accepted", **request):
        """Start an operation in an endpoint that dies as soon as it has accepted it.

        The client may not get its answer, so it asks again, with the same request id.

        :param token: makes a token to use for this first request.
        :param until: another moment of the request to die at.
        """
        params = {"requestId": str(uuid.uuid4())}
        self.live(until)
        url = f"http://127.0.0.1:{self.port}/compute/v1/projects/{self.project}/{path}"
        self.ask("GET", ZONE)
        headers = {"Authorization": f"Bearer {token()}"} if token else {}
        with contextlib.suppress(requests.ConnectionError):
            answer = self.session.request(verb, url, params=params, headers=headers, **request)
            assert answer.ok, answer.text
        self.has_died()
        return lambda: self.ask(verb, path, params=params, **request)

    def through(self, verb, path, moments, **request):
        """The operation, which ends well with an endpoint that dies at each of the moments."""
        return self.over(self.begin(verb, path, **request), moments)

    def over(self, again, moments):
        """The same of an operation that was begun."""
        self.die_at(moments)
        self.live()
        done = self.api().finished(again())
        self.kill()
        assert "error" not in done, done
        return done

    def result(self, again):
        """Let an endpoint live until the operation is done."""
        self.live()
        operation = again()
        done = self.ask("POST", f"{ZONE}/operations/{operation['name']}/wait")
        assert done["status"] == "DONE"
        return done
