"""Who may call what."""

from types import SimpleNamespace

import pytest

from gce_api import errors, options
from gce_api.auth.keystone import Caller, Project
from gce_api.auth.policy import Policy, rules
from gce_api.discovery import document

METHODS = [
    document().methods[f"compute.{name}"]
    for name in ("instances.list", "instances.insert", "zoneOperations.wait", "projects.get")
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
        policy.check(document().methods[f"compute.{name}"], caller(*roles), "projects/demo/x")
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
    ],
)
def test_reader_may_read_and_others_may_write(policy, name, roles, allowed):
    assert allows(policy(), name, *roles) is allowed


def test_refusal_is_in_googles_words(policy):
    with pytest.raises(errors.Forbidden) as refused:
        policy().check(METHODS[1], caller("reader"), "projects/demo/zones/z/instances/vm")
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
        *(method.id for method in METHODS),
    }
