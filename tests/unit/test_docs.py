"""What users read is well-formed, and the commands and settings in it are there."""

import io
import pathlib
import re
import shlex

import docutils.core
import pytest
from docutils import nodes

from devcloud import cli as devcloud
from gce_api import cli, options

ROOT = pathlib.Path(__file__).parents[2]
PAGES = [ROOT / "README.rst", ROOT / "CONTRIBUTING.rst", *sorted((ROOT / "docs").rglob("*.rst"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_well_formed(page):
    told = io.StringIO()
    settings = {"warning_stream": told, "report_level": 2}
    docutils.core.publish_doctree(page.read_text(), str(page), settings_overrides=settings)
    assert told.getvalue() == ""


BEFORE = r"(?:runuser .* -- |eval .\$\()?(?:\S*/)?"  # what may stand before a command


def literal_blocks(page: pathlib.Path) -> list[nodes.literal_block]:
    settings = {"report_level": 5}
    document = docutils.core.publish_doctree(page.read_text(), settings_overrides=settings)
    return list(document.findall(nodes.literal_block))


def commands(program: str) -> list[tuple[str, list[str]]]:
    """Each call of a program in a block that is typed, with its page."""
    found = []
    for page in PAGES:
        lines = "\n".join(block.astext() for block in literal_blocks(page))
        lines = lines.replace("\\\n", " ")
        for line in lines.splitlines():
            called = re.match(rf"{BEFORE}{program} ([a-z].*)", line.strip().partition(" #")[0])
            if called and not re.search(r"\[|\.\.\.|COMMAND", called[1]):
                words = re.split(r"[|>&;)]", called[1])[0]
                found.append((page.name, shlex.split(words)))
    return found


@pytest.mark.parametrize(
    ("program", "parser"), [("gce-api", cli._parser), ("devcloud", devcloud._parser)]
)
def test_every_command_of_ours_on_a_page_is_one(program, parser, capsys):
    assert len(commands(program)) > 5
    for page, words in commands(program):
        try:
            parser().parse_args(words)
        except SystemExit:
            pytest.fail(f"{page}: {program} {' '.join(words)}: {capsys.readouterr().err}")


def test_every_setting_on_a_page_is_one(tmp_path):
    needed = tmp_path / "needed.conf"
    needed.write_text("[keystone]\nauth_url = http://127.0.0.1\n")
    for page in sorted((ROOT / "docs").rglob("*.rst")):
        for block in literal_blocks(page):
            if block.astext().startswith("[") and "ini" in block["classes"]:
                file = tmp_path / "gce-api.conf"
                file.write_text(re.sub(r"(?m) {2,}#.*$", "", block.astext()))
                conf = options.load([str(needed), str(file)])
                assert options.unknown(conf) == [], page


def test_the_settings_that_are_installed_are_read_in_full():
    conf = options.load([str(ROOT / "etc" / "gce-api" / "gce-api.conf")])
    assert options.unknown(conf) == []
    assert conf.operations.poll_seconds < 180  # what the servers' files wait for


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_python_on_a_page_compiles(page):
    for block in literal_blocks(page):
        if "python" in block["classes"]:
            compile(block.astext(), str(page), "exec")
