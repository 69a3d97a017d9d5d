"""Packaging of the console, the endpoint and the embedded OpenStack as one distribution.

The plugin's assets, templates and Horizon registration live at the top level of the
repository and are installed as ``gce_dashboard.static``, ``.templates`` and ``.enabled``.
"""

import pathlib

from setuptools import find_packages, setup

HERE = pathlib.Path(__file__).parent
TREES = ("enabled", "static", "templates")

PLUGIN = [
    "django",
    "django-compressor",
    "horizon>=27",
    "python-novaclient",
    "requests",
]
API = [
    "alembic",
    "cachetools",
    "cronsim",
    "cryptography",
    "google-api-python-client",  # carries Google's discovery document of compute v1
    "google-re2",  # users' regular expressions in linear time
    "keystoneauth1",
    "jinja2",
    "lark",
    "msgspec",
    "oauthlib",
    "openstacksdk",
    "orjson",
    "oslo.config",
    "oslo.db",
    "oslo.log",
    "oslo.policy",
    "psutil",
    "PyJWT",
    "SQLAlchemy",
    "taskflow",
    "tooz",
    "tzdata",  # where the system has no time zones
    "waitress",
    "werkzeug",
]
DEVCLOUD = [
    *API,
    "cinder",
    "glance",
    "keystone",
    "neutron",
    "nova",
    "octavia",
    "openstack-placement",
    "PySocks",  # httplib2 needs it to speak to a proxy
    "python-openstackclient",
    "rich",
    "sqlalchemy-utils",
    "whitenoise",
]
TELEMETRY = ["gnocchi"]  # of devcloud, which has it where it is asked for
TEST = [
    *TELEMETRY,
    "apache-libcloud",
    "axe-core-python",
    "babel",
    "build",
    "docutils",
    "fasteners",
    "google-cloud-compute",
    "hypothesis",
    "import-linter",
    "mypy",
    "playwright",
    "pytest",
    "pytest-timeout",
    "pytest-xdist",
    "python-hcl2",
    "redis",  # of tooz, whose driver is tested where there is a server
    "reno",
    "ruff",
    "setuptools",
    "types-requests",
    "wheel",
]

setup(
    name="gce-dashboard",
    version="0.1.0",
    description="The Google Compute Engine experience for OpenStack: console, API, dev cloud",
    long_description=(HERE / "README.rst").read_text(encoding="utf-8"),
    long_description_content_type="text/x-rst",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(include=["gce_dashboard*", "gce_api*", "devcloud*"])
    + ["gce_dashboard." + tree for tree in TREES],
    package_dir={"gce_dashboard." + tree: tree for tree in TREES},
    package_data={
        "gce_dashboard": ["locale/**/*.mo"],
        "gce_dashboard.static": ["**/*"],
        "gce_dashboard.templates": ["**/*"],
        "gce_dashboard.theme": ["static/**/*", "templates/**/*"],
        "gce_api": ["**/*.ini", "**/*.mako", "**/*.lark", "**/*.html"],
        "devcloud": ["**/*.conf", "**/*.ini", "*.cjs", "*.toml"],
    },
    install_requires=PLUGIN,
    extras_require={"api": API, "devcloud": DEVCLOUD, "telemetry": TELEMETRY, "test": TEST},
    entry_points={
        "console_scripts": [
            "gce-api = gce_api.cli:main",
            "devcloud = devcloud.__main__:main",
        ],
        "oslo.config.opts": ["gce_api = gce_api.options:list_options"],
        "oslo.policy.policies": ["gce_api = gce_api.serving.policy_generators:list_rules"],
        "oslo.policy.enforcer": ["gce_api = gce_api.serving.policy_generators:get_enforcer"],
        "neutron.ml2.mechanism_drivers": [
            "devcloud = devcloud.drivers.neutron:DevCloudMechanismDriver",
        ],
        "octavia.api.drivers": ["devcloud = devcloud.drivers.octavia:DevCloudProvider"],
    },
)
