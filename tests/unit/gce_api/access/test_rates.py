"""Who asks too often, or guesses passwords, is told to wait."""

import types

import pytest

from gce_api import options
from gce_api.access.rates import Rates
from gce_api.google import errors


def caller(project="demo", user="ada"):
    return types.SimpleNamespace(
        project=types.SimpleNamespace(uuid=project), access=types.SimpleNamespace(user_id=user)
    )


@pytest.fixture
def rates(conf):
    def make(**settings):
        for name, value in settings.items():
            conf.set_override(name, value, group="rate_limits")
        return Rates(conf)

    return make


def test_by_default_one_may_ask_as_often_as_one_likes(rates):
    unlimited = rates()
    for _ in range(200):
        unlimited.request(caller())


def test_each_user_of_each_project_has_a_rate_of_their_own(rates):
    limited = rates(requests="2/hour")
    for who in (caller(), caller(user="bob"), caller(project="other")):
        limited.request(who)
        limited.request(who)
        with pytest.raises(errors.TooMany) as refused:
            limited.request(who)
        assert refused.value.code == 429
        assert 1 <= refused.value.retry_after <= 3600


def test_failed_log_ins_keep_that_user_out_from_that_address_alone(rates):
    limited = rates(failed_log_ins="3/hour")
    for _ in range(3):
        limited.log_in("ada", "192.0.2.1")
        limited.log_in_failed("ada", "192.0.2.1")
    with pytest.raises(errors.TooMany):
        limited.log_in("ada", "192.0.2.1")
    limited.log_in("bob", "192.0.2.1")
    limited.log_in("ada", "192.0.2.2")  # nobody keeps her out by guessing from elsewhere


def test_an_address_that_tries_many_users_is_kept_out(rates):
    limited = rates(failed_log_ins="3/hour")
    for i in range(15):
        limited.log_in_failed(f"user{i}", "192.0.2.1")
    with pytest.raises(errors.TooMany):
        limited.log_in("ada", "192.0.2.1")


def test_log_ins_that_work_are_not_counted(rates):
    limited = rates(failed_log_ins="3/hour")
    for _ in range(50):
        limited.log_in("ada", "192.0.2.1")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("requests", "many", r"\[rate_limits\] requests: many is no rate"),
        ("failed_log_ins", "3/fortnight", r"\[rate_limits\] failed_log_ins: 3/fortnight"),
        ("storage_uri", "carrier-pigeon://x", r"\[rate_limits\] storage_uri: unknown storage"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(rates, name, value, sentence):
    with pytest.raises(options.Wrong, match=sentence):
        rates(**{name: value})
