"""The command gce-api."""

import json
import pathlib

import pytest

from gce_api import cli, options
from gce_api.google import registry
from gce_api.google.discovery import document

SAMPLE = pathlib.Path(__file__).parents[3] / "etc" / "gce-api.conf.sample"


def test_methods_prints_what_is_covered(capsys):
    cli.main(["methods", "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert printed == {"covered": sorted(registry.HANDLERS), "total": len(document().methods)}
    cli.main(["methods"])
    lines = capsys.readouterr().out.splitlines()
    assert "compute.zones: get, list" in lines
    assert lines[-1] == f"{len(registry.HANDLERS)} of {len(document().methods)} methods"


def test_sample_in_the_repository_is_current():
    """Else: ``gce-api config sample > etc/gce-api.conf.sample``."""
    assert SAMPLE.read_text() == options.sample()


@pytest.fixture
def settings(tmp_path):
    """A configuration file, as the command's first words."""
    conf = tmp_path / "gce-api.conf"
    conf.write_text(
        "[keystone]\nauth_url = http://127.0.0.1:9/v3\n"
        f"[DEFAULT]\nstate_path = {tmp_path}\n"
        f"[database]\nconnection = sqlite:///{tmp_path}/gce.sqlite\n"
    )
    return ["--config-file", str(conf)]


def test_db_sync_makes_the_tables_and_says_what_it_did(settings, capsys):
    cli.main([*settings, "db", "sync"])
    assert capsys.readouterr().out.startswith("The tables were not there, and are 0")
    cli.main([*settings, "db", "sync"])
    cli.main([*settings, "db", "check"])
    assert "those of this release" in capsys.readouterr().out


def test_tables_of_another_release_are_told(settings, capsys):
    cli.main([*settings, "db", "version"])
    assert capsys.readouterr().out == "There are no tables yet.\n"
    with pytest.raises(SystemExit, match="`gce-api db sync` makes them"):
        cli.main([*settings, "db", "check"])


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out.startswith("gce-api ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "Failed to find some config files"),
        ("", "auth-url"),
        (
            "[database]\nconnection = sqlite:////no/such/folder/gce.sqlite\n"
            "[keystone]\nauth_url = http://x/v3\n",
            "[database] connection: unable to open database file",
        ),
        (
            "[database]\nconnection = nosuch://x/y\n[keystone]\nauth_url = http://x/v3\n",
            "[database] connection: ",
        ),
        ("[api]\nbind_port = 99999999\n[keystone]\nauth_url = http://x/v3\n", "bind_port"),
    ],
)
def test_what_keeps_it_from_starting_is_one_sentence(tmp_path, content, message):
    conf = tmp_path / "gce-api.conf"
    if content is not None:
        conf.write_text(content)
    with pytest.raises(SystemExit) as ended:
        cli.main(["--config-file", str(conf), "serve"])
    assert message in str(ended.value.code)
    assert "\n" not in str(ended.value.code)
