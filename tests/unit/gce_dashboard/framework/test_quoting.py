"""Whatever a user writes stays what it is in a command, a program and a configuration."""

import ast
import base64
import json
import os
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given, settings
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


SPOKEN = """\
openstack() { echo a-token; }
gcloud() { printf '%s\\0' "$@"; }
curl() { gcloud "$@"; }
"""


def words(command):
    """What the shell hands to a command."""
    done = subprocess.run(["sh", "-c", SPOKEN + command], capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


@given(WRITTEN)
def test_a_flag_is_one_word_to_the_shell(text):
    command = gcloud.Command("compute disks create", f"d{text}", [f"--description={text}"])
    assert words(command.text("demo")) == [
        *("compute", "disks", "create", f"d{text}"),
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


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    """The locals of a configuration, as Terraform has them."""
    if not shutil.which("terraform"):
        pytest.skip("Terraform is not installed")
    folder = tmp_path_factory.mktemp("terraform")
    # what it prints of a text is quoted in a way of its own
    wanted = "base64encode(jsonencode([local.texts, local.labels]))"

    def evaluate(configuration):
        (folder / "main.tf").write_text(configuration)
        done = subprocess.run(
            ["terraform", "console"],
            input=wanted,
            cwd=folder,
            env={**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(base64.b64decode(done.stdout.strip().strip('"')))

    return evaluate


def composed(text):
    """Terraform has every text in Unicode's normal form C."""
    return unicodedata.normalize("NFC", text)


@settings(max_examples=5)
@given(st.lists(WRITTEN, min_size=60), st.dictionaries(KEY, WRITTEN, min_size=1))
def test_a_configuration_has_the_same_values(evaluated, texts, labels):
    block = terraform.block("google_compute_disk", "d", {"texts": texts, "labels": Map(labels)})
    head, rest = block.split("\n", 1)
    assert head == 'resource "google_compute_disk" "d" {'
    told_texts, told_labels = evaluated("locals {\n" + rest)
    assert told_texts == [*map(composed, texts)]
    assert told_labels == {key: composed(each) for key, each in labels.items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("${HOME} %{if}", '"$${HOME} %%{if}"'),
        ("$${a} 100% $5", r'"\u0024\u0024{a} 100% $5"'),
        ('a "b"\\\n\t\x07', r'"a \"b\"\\\n\t\u0007"'),
    ],
)
def test_a_text_is_said_as_people_would_write_it(text, said):
    assert terraform.text(text) == said
