"""Packaging of devcloud, the embedded OpenStack: for trials and tests, not for an operator's hosts.

It brings drivers into Neutron and Octavia by their entry points.
"""

import pathlib

from setuptools import find_packages, setup

SOURCES = "../.."  # setuptools wants paths relative to this file
ROOT = pathlib.Path(__file__).resolve().parent / SOURCES

setup(
    name="gce-dashboard-devcloud",
    version="0.1.0",
    description="A real OpenStack from PyPI on one machine, with the GCE endpoint and console",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(str(ROOT), include=["devcloud*"]),
    package_dir={"devcloud": f"{SOURCES}/devcloud"},
    package_data={"devcloud": ["**/*.conf", "**/*.ini", "*.cjs", "*.toml"]},
    install_requires=[
        "cinder",
        "gce-dashboard",
        "gce-dashboard-api",
        "glance",
        "google-api-python-client",  # Google's discovery document, where nothing was built
        "horizon>=27",
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
    ],
    extras_require={"telemetry": ["gnocchi"]},  # where it is asked for
    entry_points={
        "console_scripts": ["devcloud = devcloud.__main__:main"],
        "neutron.ml2.mechanism_drivers": [
            "devcloud = devcloud.drivers.neutron:DevCloudMechanismDriver",
        ],
        "octavia.api.drivers": ["devcloud = devcloud.drivers.octavia:DevCloudProvider"],
    },
)
