"""Whatever a user writes stays what it is in a command, a program and a configuration."""

import ast
import json
import re
import shlex

import hcl2
from hypothesis import given
from hypothesis import strategies as st

from gce_dashboard.api import Change
from gce_dashboard.framework import commands, gcloud, python_text, terraform
from gce_dashboard.framework.field import Map

# what can be typed into a form: everything but halves of characters and NUL
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
HARMFUL = st.lists(st.sampled_from([*"${}%\\'\"`\n\r\t ,;|~^@=#!¡é☃😀a"]), max_size=40)
WRITTEN = TEXT | HARMFUL.map("".join)
KEY = st.from_regex(r"[a-z][-_a-z0-9]{0,8}", fullmatch=True)
ENDPOINT = "http://gce.test/compute/v1"


def words(command):
    """A command as the shell reads it: with a backslash at a line's end it goes on."""
    return [each for each in shlex.split(command) if each != "\n"]


@given(WRITTEN)
def test_a_flag_is_one_word_to_the_shell(text):
    command = gcloud.Command("compute disks create", f"d{text}", [f"--description={text}"])
    assert words(command.text("demo")) == [
        *("gcloud", "compute", "disks", "create", f"d{text}"),
        *("--project=demo", f"--description={text}"),
    ]


@given(st.dictionaries(KEY, WRITTEN, min_size=1))
def test_keys_and_values_are_told_apart_by_what_none_of_them_has(found):
    said = commands.pairs(found)
    delimiter = ","
    if said.startswith("^"):
        _empty, delimiter, said = said.split("^", 2)
    assert dict(each.split("=", 1) for each in said.split(delimiter)) == found


@given(WRITTEN)
def test_a_body_is_one_word_to_the_shell(text):
    body = json.dumps({"description": text}, ensure_ascii=False)
    said = words(commands.curl(f"{ENDPOINT}/projects/demo/zones/z/disks", body))
    assert json.loads(said[said.index("-d") + 1]) == {"description": text}


@given(WRITTEN, st.dictionaries(KEY, WRITTEN))
def test_a_program_has_the_same_values(text, labels):
    change = Change("POST", "zones/z/disks", {"description": text, "labels": Map(labels)})
    source = python_text.program([change], ENDPOINT, [f"{ENDPOINT}/projects/demo/zones/z/disks"])
    request = next(
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.keyword) and node.arg == "request"
    )
    sent = request["disk_resource"]
    assert (sent.get("description", ""), sent.get("labels", {})) == (text, labels)


def read(quoted):
    """A quoted text as Terraform reads it."""
    raw = quoted.replace("$${", "${").replace("%%{", "%{")
    return json.loads(raw)


@given(WRITTEN, st.dictionaries(KEY, WRITTEN))
def test_a_configuration_has_the_same_values(text, labels):
    block = terraform.block("google_compute_disk", "d", {"a": text, "labels": Map(labels)})
    (found,) = hcl2.loads(block)["resource"]
    arguments = found['"google_compute_disk"']['"d"']
    assert read(arguments["a"]) == text
    assert {read(key): read(each) for key, each in arguments["labels"].items()} == labels
    # an odd number of signs before a brace would begin an expression
    assert not re.search(r"(?<![$%])(?:\$|%)(?:\$\$|%%)*\{", arguments["a"])
