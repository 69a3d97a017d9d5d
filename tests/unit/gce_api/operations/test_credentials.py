"""What is kept of a caller can be read with the endpoint's key only."""

from __future__ import annotations

import stat

import pytest
from cryptography.fernet import Fernet

from gce_api import options
from gce_api.google import errors
from gce_api.operations.credentials import Vault
from tests.unit.gce_api.conftest import make_caller


def test_a_caller_comes_back_as_they_were(conf):
    caller = make_caller()
    found = Vault(conf).open(Vault(conf).seal(caller))
    assert found.project == caller.project
    assert found.access.auth_token == "secret-token"
    assert found.user == "ada"


def test_another_password_of_the_service_is_another_key(conf):
    sealed = Vault(conf).seal(make_caller())
    conf.set_override("password", "another", "keystone")
    with pytest.raises(errors.Unauthorized, match="key has changed"):
        Vault(conf).open(sealed)


def test_a_key_file_is_made_for_its_owner_only(conf, tmp_path):
    path = tmp_path / "secret.key"
    conf.set_override("secret_key_file", str(path), "operations")
    sealed = Vault(conf).seal(make_caller())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Vault(conf).open(sealed).user == "ada"


def test_a_new_key_in_front_of_the_old_one_still_opens_what_that_sealed(conf, tmp_path):
    path = tmp_path / "secret.key"
    conf.set_override("secret_key_file", str(path), "operations")
    sealed = Vault(conf).seal(make_caller())
    path.write_bytes(Fernet.generate_key() + b"\n" + path.read_bytes())
    assert Vault(conf).open(sealed).user == "ada"


def test_without_password_and_file_the_operator_is_told(conf):
    conf.set_override("password", "", "keystone")
    with pytest.raises(options.Wrong, match="secret_key_file"):
        Vault(conf)
