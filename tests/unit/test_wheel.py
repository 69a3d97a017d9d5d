"""The plugin works as a wheel and as an editable install, and from any folder."""

import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import venv

import pytest

ROOT = pathlib.Path(__file__).parents[2]
PLAYED = "tests/unit/gce_dashboard"  # the endpoint played at the HTTP boundary, for one page
LEFT_OUT = (".*", "build", "dist", "*.egg-info", "__pycache__")


def run(*command: object, cwd: pathlib.Path, **env: str) -> str:
    outside = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env={**outside, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **env},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def checkout(tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the sources: building leaves files beside them."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return copy


@pytest.fixture
def python(tmp_path: pathlib.Path) -> pathlib.Path:
    """The interpreter of a fresh environment that sees the present one's packages.

    They are on its path only: Python runs no ``.pth`` file there, so an editable install of
    the plugin in the present environment is not seen.
    """
    home = tmp_path / "environment"
    venv.create(home)
    (site_packages(home) / "present.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages"))
    )
    return home / "bin" / "python"


def site_packages(home: pathlib.Path) -> pathlib.Path:
    return pathlib.Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))


def install(python: pathlib.Path, *what: object) -> None:
    offline = "--no-index", "--no-deps", "--no-build-isolation", "--no-compile", "-q"
    run(python, "-m", "pip", "install", *offline, *what, cwd=python.parent)


def check_installed(python: pathlib.Path, elsewhere: pathlib.Path, root: pathlib.Path) -> None:
    shutil.copytree(ROOT / PLAYED, elsewhere / PLAYED)
    command = "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{PLAYED}/installed.py"
    told = run(python, *command, cwd=elsewhere, GCE_DASHBOARD_ROOT=str(root))
    assert "4 passed" in told
    run(python, "-c", "import devcloud.catalogue", cwd=elsewhere)  # which reads a file of data


def test_the_wheel_brings_all_that_a_page_needs(checkout, python, tmp_path):
    wheels = tmp_path / "wheels"
    options = "--wheel", "--no-isolation", "--outdir", wheels
    run(sys.executable, "-m", "build", *options, cwd=checkout)
    install(python, *wheels.iterdir())
    shutil.rmtree(checkout)
    check_installed(python, tmp_path / "elsewhere", site_packages(python.parent.parent))


def test_an_editable_install_takes_everything_from_the_checkout(checkout, python, tmp_path):
    install(python, "--editable", checkout)
    check_installed(python, tmp_path / "elsewhere", checkout)
