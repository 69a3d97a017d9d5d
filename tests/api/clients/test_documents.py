"""What README tells to type and to run does what it says."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

from tests.api.contract import a_name

README = (pathlib.Path(__file__).parents[3] / "README.rst").read_text(encoding="utf-8")


def block(begins: str) -> str:
    """The indented block of README that has a line which begins so."""
    blocks = re.findall(r"(?m)(?:^    .*\n|^\n(?=    ))+", README)
    return next(each for each in blocks if re.search(rf"(?m)^    {re.escape(begins)}", each))


def test_the_commands_of_gcloud_make_and_delete_a_vm(gcloud):
    name = a_name("readme")
    lines = [line.strip().replace("vm1", name) for line in block("gcloud").splitlines()]
    said = [gcloud(*line.split()[1:]) for line in lines if line.startswith("gcloud")]
    assert len(said) == 4
    assert name in said[2]
    assert name not in gcloud("compute", "instances", "list")


def test_the_python_prints_the_instances(devcloud, tmp_path):
    code = re.sub(r"(?m)^    ", "", block("from google.cloud import compute_v1"))
    code = code.replace('[".venv/bin/devcloud", "token"]', repr(["echo", devcloud.token()]))
    code = code.replace("http://127.0.0.1:18008", devcloud.url("gce"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
