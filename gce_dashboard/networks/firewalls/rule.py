"""What a firewall rule says: its form, and how a list tells it."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import fields, render
from gce_dashboard.framework.field import Field
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.ranges import priority, ranges

Json = dict[str, Any]
DIRECTIONS = {"INGRESS": _("Ingress"), "EGRESS": _("Egress")}
ACTIONS = {"allowed": _("Allow"), "denied": _("Deny")}
BLOCKS = {"allowed": "allow", "denied": "deny"}  # Terraform's words
TARGETS = {"all": _("All instances in the network"), "tags": _("Instances with a network tag")}
WHICH = {"some": _("Given protocols and ports"), "all": _("All")}
PROTOCOLS = {each: each for each in ("tcp", "udp", "icmp", "esp", "ah", "sctp", "ipip")}


def effect(rule: Json) -> str:
    return "denied" if rule.get("denied") else "allowed"


def action(rule: Json) -> SafeString:
    return render.text(ACTIONS[effect(rule)])


def concerned(rule: Json) -> str:
    every = any(each.get("IPProtocol") == "all" for each in rule.get(effect(rule), []))
    return "all" if every else "some"


def protocols(rule: Json) -> SafeString:
    """``tcp:80,443; icmp``."""
    listed = [(each["IPProtocol"], each.get("ports")) for each in rule.get(effect(rule), [])]
    said = (f"{name}:{','.join(ports)}" if ports else name for name, ports in listed)
    return render.text("; ".join(said))


def rules_flag(rows: list[Json], values: Json) -> list[str]:
    listed = [(row["p"], row["ports"] or [""]) for row in rows]
    said = [f"{name}:{port}".rstrip(":") for name, ports in listed for port in ports]
    return [f"--rules={','.join(said)}"] if said else []


def given(kind: str) -> Field:
    """The protocols and ports of a rule that allows, or denies, some."""
    return fields.group(
        kind,
        _("Protocols and ports"),
        fields.pick("p", _("Protocol"), PROTOCOLS, path="IPProtocol", hcl="protocol"),
        fields.listed("ports", _("Ports, such as 80, 8000-8080"), path="ports"),
        add=_("Add a protocol"),
        least=1,
        path=kind,
        flag=rules_flag,
        hcl=BLOCKS[kind],
        when={"action": kind, "which": "some"},
    )


def every(kind: str) -> Field:
    """All of them."""
    return fields.constant(
        kind,
        [{"IPProtocol": "all"}],
        flag=lambda _given, values: ["--rules=all"],
        hcl=lambda _given, values: {BLOCKS[kind]: {"protocol": "all"}},
        when={"action": kind, "which": "all"},
    )


SECTIONS = (
    section(
        "",
        fields.name(suggest="rule"),
        fields.description(),
        beside(
            fields.network(),
            priority(_("The smaller the number, the sooner the rule decides.")),
        ),
        fields.pick("direction", _("Direction"), DIRECTIONS, segments=True, fixed=True, plain=True),
        fields.pick(
            "action",
            _("Action"),
            ACTIONS,
            segments=True,
            read=effect,
            flag=lambda kind, values: [f"--action={BLOCKS[kind].upper()}"],
            fixed=True,
        ),
    ),
    section(
        _("Targets and filters"),
        fields.pick(
            "targets",
            _("Targets"),
            TARGETS,
            read=lambda rule: "tags" if rule.get("targetTags") else "all",
        ),
        fields.tags("target_tags", _("Target tags"), plain=True, when={"targets": "tags"}),
        ranges(
            "source_ranges",
            _("Source ranges"),
            help=_("Address ranges, separated by commas: 10.0.0.0/8; anywhere is 0.0.0.0/0."),
            when={"direction": "INGRESS"},
        ),
        fields.tags("source_tags", _("Source tags"), plain=True, when={"direction": "INGRESS"}),
        ranges("destination_ranges", _("Destination ranges"), when={"direction": "EGRESS"}),
    ),
    section(
        _("Protocols and ports"),
        fields.pick("which", _("Protocols"), WHICH, segments=True, read=concerned),
        *(field(kind) for field in (given, every) for kind in ACTIONS),
        fields.tick("disabled", _("Do not enforce this rule"), path="disabled", flag="--disabled"),
    ),
)
