"""The real ``gcloud``, set up for the devcloud of the run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

import pytest

from devcloud import clients


@dataclass(frozen=True)
class Gcloud:
    """Runs gcloud as the user demo."""

    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command, whatever comes of it; it never asks back."""
        return subprocess.run(
            ["gcloud", *arguments, "--quiet"],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            timeout=240,
        )

    def __call__(self, *arguments: str) -> str:
        """What a command that must succeed prints."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: str) -> Any:
        """The same as JSON."""
        return json.loads(self(*arguments, "--format=json"))


@pytest.fixture(scope="session")
def gcloud(devcloud) -> Gcloud:
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    return Gcloud(clients.environment(devcloud.cloud, "gcloud", "demo", "demo"))
