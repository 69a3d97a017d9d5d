"""The real ``gcloud``, set up for the devcloud of the run."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
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


class GcloudProcess:
    """gcloud that stays and runs one command after another, as the same user."""

    def __init__(self, root: pathlib.Path, environment: dict[str, str]):
        bundled = root / "platform" / "bundledpythonunix" / "bin" / "python3"
        python = str(bundled) if bundled.exists() else sys.executable
        script = pathlib.Path(__file__).with_name("gcloud_process.py")
        self._process = subprocess.Popen(
            [python, "-S", str(script), str(root)],
            env=os.environ | environment | {"CLOUDSDK_CORE_DISABLE_PROMPTS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._one = threading.Lock()

    def __call__(self, *words: str) -> str:
        """What a command that must succeed prints; its words without the first, ``gcloud``."""
        assert self._process.stdin
        assert self._process.stdout
        with self._one:
            print(json.dumps(words), file=self._process.stdin, flush=True)
            answer = json.loads(self._process.stdout.readline())
        assert answer["status"] == 0, f"gcloud {' '.join(words)}\n{answer['printed']}"
        return answer["printed"]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture(scope="module")
def gcloud_process(gcloud) -> Iterator[GcloudProcess]:
    """For files with many commands."""
    root = pathlib.Path(shutil.which("gcloud") or "").resolve().parent.parent
    if not (root / "lib" / "gcloud.py").exists():
        pytest.skip("gcloud is not Google's archive")
    process = GcloudProcess(root, gcloud.environment)
    yield process
    process.close()
