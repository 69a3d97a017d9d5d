"""Tries the console in fresh environments of several releases of Horizon: ``make horizons``.

Each gets the release as PyPI has it, then the plugin, which must leave it as it is; the console's
unit tests run on that. The environments are made in ``.venv/horizons`` and used again.
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).parents[1]
ENVIRONMENTS = ROOT / ".venv" / "horizons"
TESTS = pathlib.PurePath("tests", "unit", "gce_dashboard")
NEED_THE_ENDPOINT = ("test_asked_permissions.py",)
OF_THE_SOURCES = "test_every_script_and_style_of_the_console_is_part_of_a_page"
SETTINGS = "[pytest]\npythonpath = .\naddopts = --import-mode=importlib\ntimeout = 300\n"
TOOLS = ("pytest", "pytest-timeout", "setuptools<82")  # XStatic's packages import pkg_resources


def main(releases: list[str]) -> None:
    """Try each release, and end with status 1 where the console fails on one."""
    failed = [release for release in releases if not fits(release)]
    if failed:
        sys.exit(f"The console fails on Horizon {', '.join(failed)}.")


def fits(release: str) -> bool:
    """Whether the console's unit tests pass on a release, ``23.*`` for the newest of a series."""
    python = environment(release)
    before = version_of_horizon(python)
    install(python, "--reinstall-package", "gce-dashboard", str(ROOT))
    assert version_of_horizon(python) == before, "the plugin moved its Horizon"
    print(f"Horizon {before}", flush=True)
    elsewhere = python.parents[1] / "tests"
    shutil.rmtree(elsewhere, ignore_errors=True)
    ignored = shutil.ignore_patterns(*NEED_THE_ENDPOINT, "__pycache__")
    shutil.copytree(ROOT / TESTS, elsewhere / TESTS, ignore=ignored)
    (elsewhere / "pytest.ini").write_text(SETTINGS)
    options = "-q", "-p", "no:cacheprovider", "-k", f"not {OF_THE_SOURCES}"
    command = [python, "-W", "ignore", "-m", "pytest", *options, str(TESTS)]
    return subprocess.run(command, cwd=elsewhere, check=False).returncode == 0


def environment(release: str) -> pathlib.Path:
    """The Python of an environment with that Horizon."""
    home = ENVIRONMENTS / release.rstrip(".*")
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([uv(), "venv", "-q", "--python", sys.executable, home], check=True)
        install(python, f"horizon=={release}", *TOOLS)
    return python


def install(python: pathlib.Path, *what: str) -> None:
    options = "pip", "install", "-q", "--system-certs", "--python", str(python)
    subprocess.run([uv(), *options, *what], check=True)


def uv() -> str:
    return str(pathlib.Path(sys.executable).with_name("uv"))


def version_of_horizon(python: pathlib.Path) -> str:
    code = "import importlib.metadata as m; print(m.version('horizon'))"
    return subprocess.check_output([python, "-c", code], text=True).strip()


if __name__ == "__main__":
    main(sys.argv[1:])
