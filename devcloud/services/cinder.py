"""cinder-api, cinder-scheduler and a cinder-volume for each zone in one process."""

from __future__ import annotations

import os
import threading

from devcloud.layout import Cloud, Service
from devcloud.replacing import replace
from devcloud.services import serving


def use_threads() -> None:
    """Choose plain threads; to be called before anything of Cinder is imported."""
    os.environ["OS_CINDER_DISABLE_EVENTLET_PATCHING"] = "1"
    from cinder import monkey_patch

    monkey_patch.patch(backend="threading")
    _leave_files_to_their_thread()


def _leave_files_to_their_thread() -> None:
    """Cinder hands files to eventlet's pool of native threads even when it runs on threads."""
    from eventlet import tpool

    def proxy(obj, autowrap=(), autowrap_names=()):
        return obj

    def execute(meth, *args, **kwargs):
        return meth(*args, **kwargs)

    replace(tpool, "Proxy", proxy)
    replace(tpool, "execute", execute)


def run(cloud: Cloud, service: Service) -> None:
    use_threads()
    report_each_service()
    serving.improve_libraries()
    conf = _configure(str(cloud.etc(service) / "cinder.conf"))
    from cinder.common import constants
    from oslo_service import wsgi

    # the volume services first: a starting scheduler waits until they have reported
    for backend in conf.enabled_backends:
        _start(
            host=f"{conf.host}@{backend}",
            service_name=backend,
            binary=constants.VOLUME_BINARY,
            coordination=False,
            cluster=None,
        )
    _start(binary=constants.SCHEDULER_BINARY)
    application = wsgi.Loader(conf).load_app(name="osapi_volume")
    serving.serve(application, service.port, threads=10)


def _configure(path: str):
    import os_brick
    from cinder import i18n, objects, rpc, version
    from cinder.common import config
    from oslo_config import cfg
    from oslo_log import log

    i18n.enable_lazy()
    from cinder import coordination

    objects.register_all()
    cfg.CONF(["--config-file", path], project="cinder", version=version.version_string())
    log.setup(cfg.CONF, "cinder")
    config.set_middleware_defaults()
    os_brick.setup(cfg.CONF)
    coordination.COORDINATOR.start()
    rpc.init(cfg.CONF)
    return cfg.CONF


def report_each_service() -> None:
    """Let several services in one process be seen to live.

    Cinder keeps the id of a service in its class: only the one started last would report.
    """
    from cinder import service

    reporting = threading.Lock()

    def report_state(self):
        with reporting:
            type(self).service_id = self.origin_service_id
            report(self)

    report = replace(service.Service, "report_state", report_state)


def _start(**options) -> None:
    from cinder import service

    started = service.Service.create(**options)
    started.start()
    started.report_state()
