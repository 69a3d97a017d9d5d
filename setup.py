"""Packaging of the console, a plugin of Horizon.

The plugin's assets, templates and Horizon registration live at the top level of the repository and
are installed as ``gce_dashboard.static``, ``.templates`` and ``.enabled``. The endpoint and the
embedded OpenStack are distributions of their own, in ``distributions/``.
"""

import pathlib

from setuptools import find_packages, setup

HERE = pathlib.Path(__file__).parent
TREES = ("enabled", "static", "templates")

# What the plugin imports, and Horizon has. Horizon is not named, nor any version: an installation
# must not change the Horizon that the plugin is put into.
PLUGIN = [
    "django",
    "django-compressor",
    "python-novaclient",
    "requests",
]
TEST = [
    "apache-libcloud",
    "axe-core-python",
    "babel",
    "build",
    "docutils",
    "etcd3gw",  # of tooz, as redis is
    "fasteners",
    "gnocchi",  # devcloud's extra `telemetry`
    "google-cloud-compute",
    "hypothesis",
    "import-linter",
    "mypy",
    "playwright",
    "pytest",
    "pytest-timeout",
    "pytest-xdist",
    "redis",  # of tooz, whose drivers are tested, this one where there is a server
    "reno",
    "ruff",
    "setuptools",
    "types-requests",
    "wheel",
]

setup(
    name="gce-dashboard",
    version="0.1.0",
    description="The Google Compute Engine experience in OpenStack's dashboard",
    long_description=(HERE / "README.rst").read_text(encoding="utf-8"),
    long_description_content_type="text/x-rst",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(include=["gce_dashboard*"])
    + ["gce_dashboard." + tree for tree in TREES],
    package_dir={"gce_dashboard." + tree: tree for tree in TREES},
    package_data={
        "gce_dashboard": ["locale/**/*.mo"],
        "gce_dashboard.static": ["**/*"],
        "gce_dashboard.templates": ["**/*"],
        "gce_dashboard.theme": ["static/**/*", "templates/**/*"],
    },
    install_requires=PLUGIN,
    extras_require={"test": TEST},
)
