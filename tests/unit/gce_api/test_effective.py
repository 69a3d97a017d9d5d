"""The settings in force, as operators are told them."""

import pytest

from gce_api import effective, options

FILE = """
[keystone]
auth_url = http://127.0.0.1:9/v3
password = s3cr/et@x
[database]
connection = mysql+pymysql://gce:p@ss/w@db.example.org/gce?charset=utf8&ssl_key=abc
[coordination]
backend_url = redis://:hush@redis:6379/0?password=oh
[images]
allowed_sources = https://me:pw@images.example.org/
[api]
threads = 48
"""


@pytest.fixture
def told(tmp_path):
    file = tmp_path / "gce-api.conf"
    file.write_text(FILE)
    found = effective.settings(options.load(files=[str(file)]))
    return {f"{each['group']}.{each['name']}": {**each, "file": str(file)} for each in found}


def test_a_setting_has_its_value_default_and_source(told):
    threads = told["api.threads"]
    assert (threads["value"], threads["default"]) == ("48", "64")
    assert (threads["source"], threads["where"]) == ("user", threads["file"])
    assert told["api.bind_port"]["source"] == "opt_default"
    assert told["DEFAULT.state_path"]["value"] == "/var/lib/gce-api"


def test_no_secret_is_told(told):
    said = {name: told[name]["value"] for name in told}
    assert said["keystone.password"] == "***"
    assert said["database.connection"] == (
        "mysql+pymysql://gce:***@db.example.org/gce?charset=utf8&ssl_key=***"
    )
    assert said["coordination.backend_url"] == "redis://:***@redis:6379/0?password=***"
    assert said["images.allowed_sources"] == "https://me:***@images.example.org/"
