"""What a form shows as equivalent, run as a user would who pastes it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from typing import Any

import requests

from tests.console_texts import commands, requests_of

Json = dict[str, Any]


class Tools:
    """Each tool runs its text and returns when all that it asked for is done.

    :param gcloud: runs a command, given its words
    :param wait: an Operation when it is over; a failed one fails the test
    :param folder: of a stand-in for the ``openstack`` command, which takes its time
    """

    def __init__(
        self, token: str, gcloud: Callable[..., str], wait: Callable[[Json], Json], folder
    ):
        self.token, self.gcloud_command, self.wait = token, gcloud, wait
        self.folder = folder
        script = folder / "openstack"
        script.write_text(f"#!/bin/sh\necho {token}\n")
        script.chmod(0o700)
        self.path = f"{folder}{os.pathsep}{os.environ['PATH']}"

    def rest(self, shown: Json) -> None:
        for method, url, body in requests_of(shown):
            headers = {"Authorization": f"Bearer {self.token}"}
            reply = requests.request(method, url, json=body, headers=headers, timeout=120)
            assert reply.ok, reply.text
            self._finish(reply.json())

    def curl(self, shown: Json) -> None:
        """One after another: the second may need what the first makes."""
        for command in shown["curl"].split("\n\ncurl "):
            command = command if command.startswith("curl") else f"curl {command}"
            done = subprocess.run(
                ["sh", "-c", command],
                env={**os.environ, "PATH": self.path},
                capture_output=True,
                text=True,
                timeout=120,
            )
            assert done.returncode == 0, done.stderr
            self._finish(json.loads(done.stdout))

    def python(self, shown: Json) -> None:
        """Run in this process, which has loaded the library."""
        try:
            exec(compile(shown["python"], "equivalent.py", "exec"), {})
        except SystemExit as told:
            raise AssertionError(told) from told

    def gcloud(self, shown: Json) -> None:
        for words in commands(shown["gcloud"], self.folder):
            self.gcloud_command(*words)

    def _finish(self, answer: Json) -> None:
        assert "error" not in answer, answer
        if answer.get("kind") == "compute#operation":
            self.wait(answer)
