"""What one declaration of a field gives: body, flag, Python, Terraform, place of a refusal."""

import pytest
from django.forms import CharField

from gce_dashboard.api import Change
from gce_dashboard.framework import fields, gcloud, jsonpath, python_text, terraform
from gce_dashboard.framework.forms import FormDeclaration, section

RULES = fields.group(
    "rules",
    "Rules",
    fields.pick("p", "Protocol", {"tcp": "tcp", "udp": "udp"}, path="IPProtocol", hcl="protocol"),
    fields.listed("ports", "Ports", path="ports"),
    add="Add",
    path="allowed",
    hcl="allow",
)
FORM = FormDeclaration(
    [
        section(
            "",
            fields.name(),
            fields.number(
                "size", "Size", int64=True, path="sizeGb", flag="--size={}GB", hcl="size"
            ),
            fields.choice(
                "kind",
                "Type",
                offer="diskTypes",
                path="type",
                body="zones/{zone}/diskTypes/{}",
                flag="--type={}",
                required=False,
            ),
            fields.zone(within=()),
            fields.pick("source", "Source", {"blank": "Blank", "image": "Image"}),
            fields.choice(
                "image", "Image", offer="images", path="a.b[0].image", when={"source": "image"}
            ),
            fields.labels(),
        ),
        section("Rules", RULES, when={"source": "image"}),
    ]
)
VALUES = {"name": "d", "size": 10, "kind": "pd-ssd", "zone": "z-a", "labels": {"camelCase": "x"}}


def cleaned(**raw):
    form = FORM.form()({"name": "d", "size": "10", "zone": "z-a", "source": "blank", **raw})
    form.is_valid()
    return form


def test_the_body_has_each_value_at_its_place():
    assert FORM.body(VALUES) == {
        "name": "d",
        "sizeGb": "10",
        "type": "zones/z-a/diskTypes/pd-ssd",
        "labels": {"camelCase": "x"},
    }


def test_the_command_has_each_flag_once():
    command = gcloud.of_fields("compute disks create", "d", "demo", FORM.fields, VALUES)
    flags = [line.strip(" \\") for line in command.splitlines()[1:]]
    assert flags == [
        "--project=demo",
        "--size=10GB",
        "--type=pd-ssd",
        "--zone=z-a",
        "--labels=camelCase=x",
    ]


def test_the_python_call_has_pythons_names_and_whole_numbers():
    change = Change("POST", "zones/z-a/disks", FORM.body(VALUES))
    url = "http://x/compute/v1/projects/demo/zones/z-a/disks"
    source = python_text.program([change], "http://x/compute/v1", [url])
    compile(source, "example", "exec")
    assert '"size_gb": 10,' in source
    assert '"camelCase": "x",' in source  # a user's own key stays as it is
    assert python_text.snake("networkIP") == "network_i_p"
    assert python_text.snake("IPProtocol") == "I_p_protocol"


def test_the_terraform_block_has_terraforms_names_and_repeats_blocks():
    values = {**VALUES, "rules": [{"p": "tcp", "ports": ["80"]}, {"p": "udp", "ports": []}]}
    block = terraform.configuration("google_compute_disk", "d", "demo", FORM.fields, values)
    assert block.startswith('resource "google_compute_disk" "d" {\n  project = "demo"\n')
    assert "  size = 10\n" in block
    assert '  allow {\n    protocol = "tcp"\n    ports = ["80"]\n  }\n' in block
    assert '  allow {\n    protocol = "udp"\n  }\n' in block


def test_terraform_does_not_take_what_a_user_wrote_for_its_own_language():
    text = fields.description()
    block = terraform.configuration("t", "n", "p", [text], {"description": "${HOME} %{x}"})
    assert '"$${HOME} %%{x}"' in block


def test_what_does_not_show_is_neither_asked_nor_sent():
    assert "image" not in cleaned().errors
    assert "image" in cleaned(source="image").errors
    hidden = cleaned(image="projects/p/global/images/i", rules_p=["tcp"], rules_ports=["80"])
    assert hidden.is_valid()
    assert not {"a", "allowed"} & set(FORM.body(hidden.cleaned_data))


def test_a_row_that_is_wrong_is_said_with_the_label_of_its_field():
    form = cleaned(
        source="image", image="projects/p/global/images/i", rules_p=["ftp"], rules_ports=[""]
    )
    (problem,) = form.errors["rules"]
    assert problem.startswith("Protocol: ")


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        ("Invalid value for field 'resource.sizeGb': '0'. Too small.", "size"),
        ("Invalid value for field 'resource.allowed[1].ports': 'x'.", "rules"),
        ("Invalid value for field 'resource.a.b[0].image': 'x'.", "image"),
        ("Required field 'resource.name' not specified", "name"),
        ("Invalid value for field 'resource.other': 'x'.", ""),
        ("Quota 'DISKS_TOTAL_GB' exceeded.", ""),
    ],
)
def test_a_refusal_is_put_at_the_field_it_names(refusal, field):
    assert FORM.field_of(refusal, {}) == field


def test_a_refusal_without_a_field_is_put_where_its_value_was_typed():
    form = FormDeclaration(
        [section("", fields.name(), fields.text("ip", "Address"), fields.zone())]
    )
    values = {"name": "web-1", "ip": "10.0.0.2", "zone": "z-a"}
    assert form.field_of("IP '10.0.0.2' is already being used by another resource.", values) == "ip"
    assert form.field_of("The zone 'z-a' has no room for it.", values) == ""


def test_an_edit_begins_with_the_words_that_the_form_would_send():
    item = {"name": "d", "sizeGb": "10", "type": "https://x/zones/z-a/diskTypes/pd-ssd"}
    item["allowed"] = [{"IPProtocol": "udp", "ports": ["53"]}]
    initial = FORM.initial(item)
    assert (initial["name"], initial["size"], initial["kind"]) == ("d", "10", "pd-ssd")
    assert initial["rules"] == [{"p": "udp", "ports": ["53"]}]


def test_places_in_a_body_are_made_on_the_way():
    body = {}
    jsonpath.put(body, "disks[0].boot", True)
    jsonpath.put(body, "disks[]", [{"boot": False}])
    jsonpath.put(body, "disks[]", {"last": True})
    assert body == {"disks": [{"boot": True}, {"boot": False}, {"last": True}]}
    assert jsonpath.get(body, "disks[0].boot") is True
    assert jsonpath.get(body, "disks[7].boot") is None
    assert len(jsonpath.get(body, "disks[]")) == 3


@pytest.mark.parametrize("field", [fields.text("t", "T", most=63), fields.name(), fields.tags()])
def test_a_browser_does_not_cut_what_is_pasted(field):
    assert "maxlength" not in field.control.widget.attrs
    assert isinstance(field.control, CharField)


def test_a_name_that_is_too_long_is_told():
    assert "1 to 63" in cleaned(name="n" * 64).errors["name"][0]


def test_a_plain_field_is_called_so_by_everybody():
    field = fields.listed("source_ranges", "Source ranges", plain=True)
    form = FormDeclaration([section("", field)])
    assert form.body({"source_ranges": ["10.0.0.0/8"]}) == {"sourceRanges": ["10.0.0.0/8"]}
    assert field.flags(["10.0.0.0/8"], {}) == ["--source-ranges=10.0.0.0/8"]
