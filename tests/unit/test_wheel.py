"""What is installed where: the console, the endpoint and devcloud are wheels of their own.

The plugin works as a wheel and as an editable install, and from any folder.
"""

import email
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from configparser import ConfigParser

import pytest

ROOT = pathlib.Path(__file__).parents[2]
PLAYED = "tests/unit/gce_dashboard"  # the endpoint played at the HTTP boundary, for one page
PARTS = {"gce_dashboard": ".", "gce_api": "distributions/api", "devcloud": "distributions/devcloud"}
DOCUMENT = "google/compute.v1.json"  # which the build takes from Google's own client
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


def copy_sources(where: pathlib.Path) -> pathlib.Path:
    """A copy of the sources: building leaves files beside them."""
    copy = where / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return copy


@pytest.fixture
def checkout(tmp_path: pathlib.Path) -> pathlib.Path:
    return copy_sources(tmp_path)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pathlib.Path]:
    """The wheel of each part, by the name of its package; their sources are gone."""
    folder = tmp_path_factory.mktemp("parts")
    sources = copy_sources(folder)
    for package, part in PARTS.items():
        options = "--wheel", "--no-isolation", "--outdir", folder / package
        run(sys.executable, "-m", "build", *options, cwd=sources / part)
    shutil.rmtree(sources)
    return {package: next((folder / package).iterdir()) for package in PARTS}


class Wheel:
    """What is in a wheel, and what it asks pip for."""

    def __init__(self, path: pathlib.Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.files = archive.namelist()
            self._texts = {
                name.rpartition("/")[2]: archive.read(name).decode()
                for name in self.files
                if name.partition("/")[0].endswith(".dist-info")
            }
        self.packages = {name.partition("/")[0] for name in self.files if ".dist-info/" not in name}
        asked = email.message_from_string(self._texts["METADATA"]).get_all("Requires-Dist", [])
        self.needs = {one for one in asked if "extra ==" not in one}
        self.extras = {one for one in asked if "extra ==" in one}

    @property
    def entry_points(self) -> set[str]:
        """The groups of its entry points."""
        parser = ConfigParser()
        parser.read_string(self._texts.get("entry_points.txt", ""))
        return set(parser.sections())


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


def test_the_wheels_bring_all_that_a_page_needs(wheels, python, tmp_path):
    install(python, *wheels.values())
    elsewhere = tmp_path / "elsewhere"
    check_installed(python, elsewhere, site_packages(python.parent.parent))
    run(python, "-c", "import devcloud.catalogue", cwd=elsewhere)  # which reads a file of data


def test_the_plugin_leaves_the_horizon_it_is_put_into_as_it_is(wheels):
    wheel = Wheel(wheels["gce_dashboard"])
    assert wheel.packages == {"gce_dashboard"}
    assert wheel.needs == {"django", "django-compressor", "python-novaclient", "requests"}
    assert wheel.entry_points == set()


def test_an_endpoint_is_installed_without_console_and_devcloud(wheels):
    wheel = Wheel(wheels["gce_api"])
    assert wheel.packages == {"gce_api"}
    for package in ("horizon", "django", "xstatic", "neutron", "octavia", "gce-dashboard"):
        assert not [one for one in wheel.needs if one.lower().startswith(package)]
    assert wheel.entry_points == {
        "console_scripts",
        "oslo.config.opts",
        "oslo.policy.enforcer",
        "oslo.policy.policies",
    }
    assert not [one for one in wheel.needs if one.startswith("google-api-python-client")]
    for file in ("lists/filter/aip160.lark", "database/migrations/env.py", DOCUMENT):
        assert f"gce_api/{file}" in wheel.files


def test_an_endpoint_can_be_given_the_driver_of_its_database(wheels):
    extras = Wheel(wheels["gce_api"]).extras
    assert 'PyMySQL; extra == "mysql"' in extras
    assert 'psycopg2-binary; extra == "postgresql"' in extras


def test_only_devcloud_brings_drivers_into_neutron_and_octavia(wheels):
    wheel = Wheel(wheels["devcloud"])
    assert wheel.packages == {"devcloud"}
    assert wheel.entry_points == {
        "console_scripts",
        "neutron.ml2.mechanism_drivers",
        "octavia.api.drivers",
    }


def test_an_editable_install_takes_everything_from_the_checkout(checkout, python, tmp_path):
    install(python, "--editable", checkout)
    check_installed(python, tmp_path / "elsewhere", checkout)
