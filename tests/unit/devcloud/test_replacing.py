"""What devcloud puts in the place of names of the services, all of it, and how it is checked."""

import ast
import pathlib
import subprocess
import sys
import types

import pytest

import devcloud
from devcloud import replacing
from devcloud.errors import DevcloudError

# Who replaces what, and in which version of whose package.  A version that changes here says: see
# whether the name is still used as its replacement takes it to be.
REPLACED = {
    "from devcloud.services.serving import *; use_threading_backend(); improve_libraries()": """
oslo.db 18.1.1: oslo_db.sqlalchemy.engines.sqlalchemy
oslo.db 18.1.1: oslo_db.sqlalchemy.enginefacade._TransactionFactory._create_session
oslo.messaging 18.3.1: oslo_messaging._drivers.impl_fake.FakeExchange.deliver_message
oslo.messaging 18.3.1: oslo_messaging._drivers.impl_fake.FakeListener.__init__
oslo.messaging 18.3.1: oslo_messaging._drivers.impl_fake.FakeListener.poll
oslo.messaging 18.3.1: oslo_messaging._drivers.impl_fake.FakeListener.stop
oslo.messaging 18.3.1: oslo_messaging._drivers.impl_fake.FakeDriver._send
""",
    "from devcloud.services.nova import *; use_threads(); "
    "from nova.conf import CONF; make_replacements(CONF)": """
nova 34.0.0: nova.api.openstack.wsgi_app.init_global_data
nova 34.0.0: nova.api.openstack.wsgi_app._get_config_files
nova 34.0.0: nova.compute.resource_tracker.ResourceTracker._update_to_placement
nova 34.0.0: nova.scheduler.client.report.SchedulerReportClient.get_allocations_for_provider_tree
nova 34.0.0: nova.virt.block_device.CONF
""",
    "from devcloud.services.cinder import *; use_threads(); report_each_service()": """
eventlet 0.41.3: eventlet.tpool.Proxy
eventlet 0.41.3: eventlet.tpool.execute
cinder 29.0.0: cinder.service.Service.report_state
""",
    "from devcloud.drivers.neutron import *; make_replacements()": """
neutron 29.0.0: neutron.plugins.ml2.ovo_rpc._ObjectChangeHandler.handle_event
neutron 29.0.0: neutron.notifiers.nova.Notifier.send_network_change
""",
    "from devcloud.services.octavia import *; make_replacements()": """
WSME 0.13.0: wsme.types.sort_attributes
""",
    "from devcloud.services.gnocchi import *; make_replacements()": """
gnocchi 4.7.1: gnocchi.indexer.get_driver
""",
}

SHOWING = """
from devcloud import replacing

def replace(owner, name, new, replace=replacing.replace):
    print(replacing.describe(owner, name), flush=True)
    return replace(owner, name, new)

replacing.replace = replace
"""


@pytest.mark.parametrize("maker", REPLACED)
def test_a_service_replaces_what_is_listed_here_in_the_versions_listed_here(maker):
    shown = subprocess.run(
        [sys.executable, "-c", SHOWING + maker], capture_output=True, text=True, check=False
    )
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout == REPLACED[maker].lstrip()


def test_every_replacement_in_the_code_is_listed_here():
    listed = [line.rpartition(".")[2] for lines in REPLACED.values() for line in lines.split("\n")]
    calls = [
        node.args[1].value
        for tree in _modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "replace"
    ]
    assert sorted(calls) == sorted(filter(None, listed))


def test_no_name_of_another_package_is_replaced_by_a_plain_assignment():
    assigned = {
        f"{path}: {ast.unparse(target)}"
        for path, tree in _modules().items()
        for target in _assigned_attributes(tree)
        if _root(target) in _imported(tree) and ast.unparse(target) != "sys.argv"
    }
    assert not assigned


def _modules() -> dict[str, ast.Module]:
    folder = pathlib.Path(devcloud.__file__).parent
    return {
        str(path.relative_to(folder)): ast.parse(path.read_text()) for path in folder.rglob("*.py")
    }


def _assigned_attributes(tree: ast.Module) -> list[ast.Attribute]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return getattr(node, "id", "")


def _imported(tree: ast.Module) -> set[str]:
    return {
        (name.asname or name.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }


@pytest.fixture
def library(monkeypatch):
    """A module of an installed package, pytest, with a function and a value of its own."""
    module = types.ModuleType("pytest.library")
    module.greet = lambda name, loud=False: name
    module.CONF = "as shipped"
    return module


def test_a_replacement_is_called_in_place_of_what_was_there_which_it_can_call(library):
    def greet(name, loud=False):
        return "Hello " + before(name)

    before = replacing.replace(library, "greet", greet)
    assert library.greet("demo") == "Hello demo"


def test_a_value_is_replaced_by_a_value(library):
    assert replacing.replace(library, "CONF", "ours") == "as shipped"
    assert library.CONF == "ours"


def test_a_name_that_is_gone_is_refused_with_the_package_and_its_version(library):
    del library.greet
    with pytest.raises(DevcloudError) as refused:
        replacing.replace(library, "greet", lambda name, loud=False: name)
    assert str(refused.value) == (
        f"pytest {pytest.__version__}: pytest.library.greet is not there, "
        "for devcloud to replace it."
    )
    assert not hasattr(library, "greet")


@pytest.mark.parametrize(
    "new",
    [
        lambda name: name,
        lambda name, loud=True: name,
        lambda name, *, loud=False: name,
        lambda *args, **options: args,
        "no function",
    ],
)
def test_a_function_that_is_called_otherwise_is_refused(library, new):
    before = library.greet
    with pytest.raises(DevcloudError, match=r"greet is called with \(name, loud=False\); "):
        replacing.replace(library, "greet", new)
    assert library.greet is before
