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


def test_db_sync_makes_the_tables(tmp_path, capsys):
    conf = tmp_path / "gce-api.conf"
    conf.write_text(
        "[keystone]\nauth_url = http://127.0.0.1:9/v3\n"
        f"[DEFAULT]\nstate_path = {tmp_path}\n[database]\nconnection = sqlite:///{tmp_path}/gce.sqlite\n"
    )
    cli.main(["--config-file", str(conf), "db", "sync"])
    cli.main(["--config-file", str(conf), "db", "sync"])
    assert (tmp_path / "gce.sqlite").stat().st_size > 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "Failed to find some config files"),
        ("", "auth-url"),
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
