"""What the guide takes for granted: an OpenStack, a Horizon, DNS, and files with credentials."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys

from devcloud import clients
from devcloud.layout import Cloud
from tests.install.machine import Machine, Shell

ROOT = pathlib.Path(__file__).parents[2]
SOURCES = "/usr/src/gce"
LEFT_OUT = (".*", "build", "dist", "*.egg-info", "__pycache__", "node_modules", "tests")
NAMES = "compute.example.org", "horizon.example.org"
HORIZON = "/opt/horizon"

# what an earlier trial, or this machine itself, may have
FRESH = """
rm -rf /opt/gce-api /etc/gce-api /var/lib/gce-api /var/log/gce-api /opt/horizon /root/.config/gcloud
systemctl disable --quiet nginx haproxy 2>/dev/null || true
if command -v pg_lsclusters >/dev/null; then
    pg_lsclusters --no-header | while read -r version name rest; do
        pg_dropcluster "$version" "$name"
        pg_createcluster "$version" "$name" >/dev/null
    done
fi
if [ -d /etc/apache2/sites-enabled ]; then rm -f /etc/apache2/sites-enabled/*; fi
"""

MANAGE = """\
import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openstack_dashboard.settings")
execute_from_command_line(sys.argv)
"""

SETTINGS = """\
DEBUG = False
COMPRESS_OFFLINE = True
ALLOWED_HOSTS = ["horizon.example.org"]
SECRET_KEY = "of a trial"
OPENSTACK_KEYSTONE_URL = "{auth_url}"
OPENSTACK_SSL_CACERT = "/etc/ssl/certs/ca-certificates.crt"
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
STATIC_ROOT = "/opt/horizon/static"
CACHES = {{"default": {{"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}}
"""

SITE = """\
<VirtualHost *:80>
    ServerName horizon.example.org
    WSGIDaemonProcess horizon processes=1 threads=8 python-home=/opt/horizon lang=C.UTF-8
    WSGIProcessGroup horizon
    WSGIApplicationGroup %{GLOBAL}
    WSGIScriptAlias / /opt/horizon/horizon.wsgi
    Alias /static /opt/horizon/static
    <Directory /opt/horizon>
        Require all granted
    </Directory>
</VirtualHost>
"""


def prepare(machine: Machine, cloud: Cloud) -> None:
    """Make the machine as the guide expects it."""
    machine.run(FRESH)
    _copy_sources(machine)
    with open(machine.path("/etc/hosts"), "a") as hosts:
        hosts.write("".join(f"127.0.0.1 {name}\n" for name in NAMES))
    for user in ("admin", "demo"):
        variables = clients.environment(cloud, "openstack", user, user)
        machine.path(f"/root/{user}-openrc").write_text(clients.export_lines(variables) + "\n")
    _link(machine, "openstack")
    _install_horizon(machine, cloud)


def _copy_sources(machine: Machine) -> None:
    """The clone in ``/usr/src/gce``, without what is no part of an installation."""
    ignored = shutil.ignore_patterns(*LEFT_OUT)
    shutil.copytree(ROOT, machine.path(SOURCES), ignore=ignored, dirs_exist_ok=True)


def _link(machine: Machine, command: str) -> None:
    """Have a command of this environment there."""
    link = machine.path(f"/usr/local/bin/{command}")
    link.unlink(missing_ok=True)
    link.symlink_to(pathlib.Path(sys.executable).with_name(command))


def _install_horizon(machine: Machine, cloud: Cloud) -> None:
    """A Horizon as PyPI has it, in an environment of its own, behind Apache."""
    uv = pathlib.Path(sys.executable).with_name("uv")
    here = ["env", f"UV_CACHE_DIR={_cache(uv)}", str(uv)]
    options = ["-q", "--seed", "--system-certs", "--python", "/usr/bin/python3"]
    make = [*here, "venv", *options, HORIZON]
    options = ["-q", "--system-certs", "--link-mode=copy", "-c", f"{SOURCES}/constraints.txt"]
    fill = [*here, "pip", "install", *options, "--python", f"{HORIZON}/bin/python", "horizon"]
    for command in (make, fill):
        done = subprocess.run(machine.command(*command), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    home = machine.path(HORIZON)
    dashboard = next(home.glob("lib/python3.*/site-packages/openstack_dashboard"))
    settings = SETTINGS.format(auth_url=cloud.auth_url)
    (dashboard / "local" / "local_settings.py").write_text(settings)
    (home / "manage.py").write_text(MANAGE)
    (home / "horizon.wsgi").write_text("from openstack_dashboard.wsgi import application\n")
    with Shell(machine, {"DEBIAN_FRONTEND": "noninteractive"}) as shell:
        shell.run("apt-get update -qq; apt-get install -qq --yes apache2 libapache2-mod-wsgi-py3")
        machine.path("/etc/apache2/sites-available/horizon.conf").write_text(SITE)
        shell.run("rm -f /etc/apache2/sites-enabled/*; a2enmod -q wsgi; a2ensite -q horizon")


def _cache(uv: pathlib.Path) -> str:
    return subprocess.check_output([uv, "cache", "dir"], text=True).strip()
