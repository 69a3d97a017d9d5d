"""nova-api, -conductor, -scheduler and the computes of every zone in one process."""

from __future__ import annotations

import os
import sys
import time

from devcloud.layout import Cloud, Service
from devcloud.replacing import replace
from devcloud.services import guest_console, serving

INVENTORY_SECONDS = 60


def use_threads() -> None:
    """Choose plain threads; to be called before anything of Nova is imported."""
    os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"
    from nova import monkey_patch

    monkey_patch.patch(backend="threading")


def run(cloud: Cloud, service: Service) -> None:
    use_threads()
    serving.improve_libraries()
    conf = _configure(str(cloud.etc(service) / "nova.conf"))
    make_replacements(conf)
    from nova import context
    from nova.api.openstack import wsgi_app
    from nova.compute import rpcapi as compute
    from nova.conductor import rpcapi as conductor
    from nova.objects import host_mapping
    from nova.scheduler import rpcapi as scheduler

    _start(host=conf.host, binary="nova-conductor", topic=conductor.RPC_TOPIC)
    _start(host=conf.host, binary="nova-scheduler", topic=scheduler.RPC_TOPIC)
    application = wsgi_app.init_application("osapi_compute", "nova-api")
    for kind in ("keystone", "placement"):
        serving.wait_for(cloud.service(kind, service.region).port)
    for hosts in cloud.hosts(service.region).values():
        for host in hosts:
            _start(
                host=host,
                binary="nova-compute",
                topic=compute.RPC_TOPIC,
                topic_alt=compute.RPC_TOPIC_ALT,
            )
    host_mapping.discover_hosts(context.get_admin_context())
    serving.serve(guest_console.beside(application), service.port, threads=16)


def _configure(path: str):
    import nova.conf
    import os_vif
    from nova import config, objects
    from oslo_log import log
    from oslo_service import _options

    from devcloud.drivers import nova as driver

    # the option compute_driver is always looked up below nova.virt
    sys.modules["nova.virt.devcloud"] = driver
    conf = nova.conf.CONF
    config.parse_args(["devcloud-nova", "--config-file", path])
    log.setup(conf, "nova")
    objects.register_all()
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    conf.register_opts(_options.service_opts)
    return conf


def _start(**options) -> None:
    from nova import service

    started = service.Service.create(**options)
    started.start()
    # the first periodic heartbeat comes after seconds; until then a service whose record
    # is from an earlier run would look dead
    started.servicegroup_api._driver._report_state(started)


def make_replacements(conf) -> None:
    """Fit Nova to one process, which has read ``conf``."""
    _configure_once(conf)
    _spare_placement()
    _let_guests_be_on_any_host(conf)


def _configure_once(conf) -> None:
    """All is configured: the API must not parse options and start RPC a second time."""
    from nova.api.openstack import wsgi_app

    def init_global_data(conf_files, service_name, prog):
        pass

    def get_config_files(env=None):
        return [conf.wsgi.api_paste_config]

    replace(wsgi_app, "init_global_data", init_global_data)
    replace(wsgi_app, "_get_config_files", get_config_files)


def _spare_placement() -> None:
    """Push a host's inventory once a minute, not with every guest.

    Each claim makes the resource tracker push its (constant) inventory and before that read
    the allocations of every guest of the host, one GET each, of which only a reshape or PCI
    devices would make use.
    """
    from nova.compute import resource_tracker
    from nova.scheduler.client import report

    pushed: dict[str, float] = {}

    def push_seldom(self, context, compute_node, startup):
        now = time.monotonic()
        if startup or now - pushed.get(compute_node.uuid, -INVENTORY_SECONDS) >= INVENTORY_SECONDS:
            pushed[compute_node.uuid] = now
            push(self, context, compute_node, startup)

    def no_allocations(self, context, nodename):
        return {}

    push = replace(resource_tracker.ResourceTracker, "_update_to_placement", push_seldom)
    replace(report.SchedulerReportClient, "get_allocations_for_provider_tree", no_allocations)


def _let_guests_be_on_any_host(conf) -> None:
    """Make ``instance.host == CONF.host`` true in the block device code.

    It asks so whether a guest is its own; all computes of this process share one CONF.
    """
    from nova.virt import block_device

    class AnyHost(str):
        __hash__ = str.__hash__

        def __eq__(self, other):
            return True

        def __ne__(self, other):
            return False

    class Conf:
        host = AnyHost(conf.host)

        def __getattr__(self, name):
            return getattr(conf, name)

    replace(block_device, "CONF", Conf())
