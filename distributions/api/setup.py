"""Packaging of the endpoint, without the console and without an OpenStack.

``pip install ./distributions/api`` from a clone, or from a git URL with
``#subdirectory=distributions/api``.
"""

import pathlib
import re
import shutil
from importlib import resources

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

SOURCES = "../.."  # setuptools wants paths relative to this file
ROOT = pathlib.Path(__file__).resolve().parent / SOURCES
PACKAGE = (ROOT / "gce_api" / "__init__.py").read_text(encoding="utf-8")

DOCUMENT = "compute.v1.json"


class WithDocument(build_py):
    """Puts Google's discovery document into the wheel: one of the 600 of google-api-python-client,
    which is there for the build. An editable installation reads it where it is."""

    @property
    def _document(self) -> pathlib.Path:
        return pathlib.Path(self.build_lib, "gce_api", "google", DOCUMENT)

    def run(self):
        super().run()
        if not self.editable_mode:
            found = resources.files("googleapiclient") / "discovery_cache" / "documents" / DOCUMENT
            shutil.copyfile(str(found), self._document)

    def get_outputs(self, include_bytecode=True):
        outputs = super().get_outputs(include_bytecode)
        return outputs if self.editable_mode else [*outputs, str(self._document)]


setup(
    name="gce-dashboard-api",
    version=re.search(r'__version__ = "(.+)"', PACKAGE)[1],
    description="Google's compute v1 REST API, served from any OpenStack",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(str(ROOT), include=["gce_api*"]),
    package_dir={"gce_api": f"{SOURCES}/gce_api"},
    cmdclass={"build_py": WithDocument},
    package_data={"gce_api": ["**/*.ini", "**/*.mako", "**/*.lark", "**/*.html"]},
    install_requires=[
        "alembic",
        "cachetools",
        "cronsim",
        "cryptography",
        "google-re2",  # users' regular expressions in linear time
        "jinja2",
        "keystoneauth1",
        "lark",
        "limits",
        "msgspec",
        "oauthlib",
        "openstacksdk",
        "orjson",
        "oslo.config",
        "oslo.context",
        "oslo.db",
        "oslo.log",
        "oslo.policy",
        "oslo.upgradecheck",
        "prometheus-client",
        "psutil",
        "PyJWT",
        "requests",
        "SQLAlchemy",
        "taskflow",
        "tooz",
        "tzdata",  # where the system has no time zones
        "waitress",
        "werkzeug",
    ],
    extras_require={
        "mysql": ["PyMySQL"],
        "postgresql": ["psycopg2-binary"],
        "etcd": ["tooz[etcd3gw]"],
        "redis": ["tooz[redis]"],
        "zookeeper": ["tooz[zookeeper]"],
    },
    entry_points={
        "console_scripts": [
            "gce-api = gce_api.cli:main",
            "gce-status = gce_api.status:main",
        ],
        "oslo.config.opts": ["gce_api = gce_api.options:list_options"],
        "oslo.policy.policies": ["gce_api = gce_api.serving.policy_generators:list_rules"],
        "oslo.policy.enforcer": ["gce_api = gce_api.serving.policy_generators:get_enforcer"],
    },
)
