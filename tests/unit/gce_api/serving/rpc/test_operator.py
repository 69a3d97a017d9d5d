"""What the endpoint tells its operators, and nobody else."""

import types

import pytest
from keystoneauth1 import access
from keystoneauth1.fixture import V3Token
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from gce_api.access.policy import Policy
from gce_api.google import errors
from gce_api.openstack.caller import Project
from gce_api.operations.plans import durable
from gce_api.operations.steps import flow, step
from gce_api.serving.rpc import operator
from gce_api.serving.rpc.site import Site
from tests.unit.gce_api.conftest import PROJECT, make_call

OTHER = Project(id="other", uuid="f" * 32, name="other")


def token(*roles, scope="project"):
    made = V3Token(user_name="ada")
    if scope == "system":
        made.set_system_scope()
    elif scope == "domain":
        made.set_domain_scope()
    else:
        made.set_project_scope()
    for role in roles:
        made.add_role(name=role)
    return access.create(body=made, auth_token="t")


class Authenticator:
    """Keystone's answers; remembers how often all projects were asked for."""

    def __init__(self, access, refuses=False):
        self.found, self.refuses, self.asked = access, refuses, 0

    def access(self, token):
        return self.found

    def every_project(self, token):
        self.asked += 1
        if self.refuses:
            raise errors.Forbidden("No.")
        return [PROJECT, OTHER]


def do_nothing():
    return None


@durable("tests.operator.nothing")
def nothing():
    return flow("nothing", step(do_nothing))


@pytest.fixture
def site(conf, operations):
    def make(found=None, **more):
        authenticator = Authenticator(found or token("admin"), **more)
        services = types.SimpleNamespace(
            conf=conf, authenticator=authenticator, policy=Policy(conf, []), operations=operations
        )
        return Site(services=services, respond=None)

    return make


def ask(page, site, **query):
    builder = EnvironBuilder(
        base_url="http://host", query_string=query, headers={"Authorization": "Bearer t"}
    )
    return page(site, Request(builder.get_environ()))


@pytest.fixture
def started(operations):
    """An operation in each of two projects."""
    for project in (PROJECT, OTHER):
        call = make_call(operations, project=project)
        prepared = operations.prepare(call, "insert", "zones/us-a/instances/vm", nothing, {})
        operations.accept(call, prepared)


@pytest.mark.parametrize(
    "found", [token("admin"), token("reader", scope="system"), token("admin", scope="system")]
)
@pytest.mark.parametrize("page", [operator.list_methods, operator.list_settings])
def test_operators_are_told(site, page, found):
    assert ask(page, site(found))["items"]


@pytest.mark.parametrize(
    "found", [token("member"), token("reader"), token("admin", scope="domain")]
)
@pytest.mark.parametrize(
    "page", [operator.list_operations, operator.list_methods, operator.list_settings]
)
def test_others_are_refused(site, page, found):
    with pytest.raises(errors.Forbidden, match=r"Required 'operator\.\w+\.list' permission"):
        ask(page, site(found))


def test_operations_of_all_projects_come_page_by_page_with_their_projects(site, started):
    there = site()
    first = ask(operator.list_operations, there, maxResults="1", orderBy="creationTimestamp desc")
    rest = ask(
        operator.list_operations,
        there,
        maxResults="1",
        orderBy="creationTimestamp desc",
        pageToken=first["nextPageToken"],
    )
    rows = [*first["items"], *rest["items"]]
    assert {row["project"] for row in rows} == {"demo", "other"}
    assert all(f"/projects/{row['project']}/zones/us-a/" in row["targetLink"] for row in rows)
    assert "nextPageToken" not in rest
    assert there.services.authenticator.asked == 2  # once a page, whatever is on it


def test_operations_are_found_by_project(site, started):
    (row,) = ask(operator.list_operations, site(), filter="project=other operationType=insert")[
        "items"
    ]
    assert row["project"] == "other"


def test_projects_whose_names_keystone_keeps_are_shown_by_their_ids(site, started):
    rows = ask(operator.list_operations, site(refuses=True))["items"]
    assert {row["project"] for row in rows} == {PROJECT.uuid, OTHER.uuid}


@pytest.mark.parametrize("query", [{"filter": "colour=red"}, {"maxResults": "many"}])
def test_what_cannot_be_read_is_refused(site, query):
    with pytest.raises(errors.Invalid):
        ask(operator.list_operations, site(), **query)
