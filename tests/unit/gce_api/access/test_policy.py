"""Who may call what."""

from types import SimpleNamespace

import pytest
import yaml

from gce_api import cli, options
from gce_api.access.policy import OPERATORS, PERMISSIONS, Policy, rules
from gce_api.google import errors
from gce_api.google.discovery import document
from gce_api.openstack.caller import Caller, Project

METHODS = [
    document().methods[f"compute.{name}"]
    for name in (
        "instances.list",
        "instances.insert",
        "instances.simulateMaintenanceEvent",
        "projects.get",
        "zoneOperations.wait",
    )
]


@pytest.fixture
def policy(tmp_path):
    """The rules, with an operator's file."""

    def make(overrides="{}"):
        conf = tmp_path / "gce-api.conf"
        own = tmp_path / "policy.yaml"
        own.write_text(overrides)
        conf.write_text(
            f"[keystone]\nauth_url = http://127.0.0.1:9/v3\n[oslo_policy]\npolicy_file = {own}\n"
        )
        return Policy(options.load(files=[str(conf)]), METHODS)

    return make


def caller(*roles):
    access = SimpleNamespace(role_names=roles, user_id="u", project_domain_id="default")
    return Caller(Project("demo", "f46a844e", "demo"), access)


def allows(policy, name, *roles):
    try:
        policy.check(f"compute.{name}", caller(*roles), "projects/demo/x")
    except errors.Forbidden:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "roles", "allowed"),
    [
        ("instances.list", ["reader"], True),
        ("instances.insert", ["reader"], False),
        ("zoneOperations.wait", ["reader"], True),
        ("instances.insert", ["member", "reader"], True),
        ("instances.insert", ["admin"], True),
        ("instances.insert", ["an-old-clouds-own-role"], True),
        ("instances.simulateMaintenanceEvent", ["member"], False),
        ("instances.simulateMaintenanceEvent", ["admin"], True),
    ],
)
def test_reader_may_read_and_others_may_write(policy, name, roles, allowed):
    assert allows(policy(), name, *roles) is allowed


def test_refusal_is_in_googles_words(policy):
    with pytest.raises(errors.Forbidden) as refused:
        policy().check(METHODS[1].id, caller("reader"), "projects/demo/zones/z/instances/vm")
    assert refused.value.message == (
        "Required 'compute.instances.insert' permission for 'projects/demo/zones/z/instances/vm'"
    )


def test_operator_overrides_one_method(policy):
    strict = policy('"compute.instances.insert": "role:builder"\n')
    assert not allows(strict, "instances.insert", "member")
    assert allows(strict, "instances.insert", "builder")


def test_every_method_has_a_rule_of_its_name():
    assert {rule.name for rule in rules(METHODS)} == {
        "read",
        "write",
        "admin",
        "operator",
        *OPERATORS,
        *PERMISSIONS,
        *(method.id for method in METHODS),
    }


def test_what_has_no_rule_is_for_nobody(policy):
    assert not policy().allows("compute.instances.explode", caller("admin"))


def test_the_sample_has_every_rule_commented_out_with_its_path(capsys):
    cli.main(["policy", "sample"])
    printed = capsys.readouterr().out
    assert '#"compute.instances.insert": "rule:write"' in printed
    assert "# POST  /compute/v1/projects/{project}/zones/{zone}/instances\n" in printed
    assert '#"iam.serviceAccountKeys.create": "rule:write"' in printed
    assert yaml.safe_load(printed) is None
