"""What a firewall rule says: its fields, and how a list tells them."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import fields, render
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.ranges import is_range

Json = dict[str, Any]
DIRECTIONS = {"INGRESS": _("Ingress"), "EGRESS": _("Egress")}
ACTIONS = {"allowed": _("Allow"), "denied": _("Deny")}
TARGETS = {"all": _("All instances in the network"), "tags": _("Instances with a network tag")}
WHICH = {"some": _("Given protocols and ports"), "all": _("All")}
PROTOCOLS = ("tcp", "udp", "icmp", "esp", "ah", "sctp", "ipip")
EVERYTHING = [{"IPProtocol": "all"}]


def effect(firewall: Json) -> str:
    return "denied" if firewall.get("denied") else "allowed"


def concerned(firewall: Json) -> str:
    every = any(each.get("IPProtocol") == "all" for each in firewall.get(effect(firewall), []))
    return "all" if every else "some"


def rules_flag(rows: list[Json], values: Json) -> list[str]:
    said = [
        f"{row['p']}:{port}" if port else row["p"] for row in rows for port in row["ports"] or [""]
    ]
    return [f"--rules={','.join(said)}"] if said else []


def direction(firewall: Json) -> SafeString:
    return render.text(DIRECTIONS.get(firewall.get("direction", ""), firewall.get("direction")))


def action(firewall: Json) -> SafeString:
    return render.text(ACTIONS[effect(firewall)])


def targets(firewall: Json) -> SafeString:
    tags = firewall.get("targetTags")
    return render.chip_list(tags) if tags else render.text(_("All instances"))


def filters(firewall: Json) -> SafeString:
    keys = ("sourceRanges", "sourceTags", "destinationRanges")
    return render.chip_list(word for key in keys for word in firewall.get(key, []))


def protocols(firewall: Json) -> SafeString:
    listed = firewall.get(effect(firewall), [])
    return render.text("; ".join(map(_protocol, listed)))


def _protocol(each: Json) -> str:
    ports = ",".join(each.get("ports", []))
    return f"{each['IPProtocol']}:{ports}" if ports else each["IPProtocol"]


def enforcement(firewall: Json) -> SafeString:
    return render.text(_("Disabled") if firewall.get("disabled") else _("Enabled"))


def protocols_field(kind: str, block: str) -> fields.Field:
    return fields.group(
        kind,
        _("Protocols and ports"),
        fields.pick(
            "p",
            _("Protocol"),
            {each: each for each in PROTOCOLS},
            path="IPProtocol",
            hcl="protocol",
        ),
        fields.listed("ports", _("Ports, such as 80, 8000-8080"), path="ports"),
        add=_("Add a protocol"),
        least=1,
        path=kind,
        flag=rules_flag,
        hcl=block,
        when={"action": kind, "which": "some"},
    )


def every_protocol(kind: str, block: str) -> fields.Field:
    return fields.constant(
        kind,
        EVERYTHING,
        flag=lambda _given, values: ["--rules=all"],
        hcl=lambda _given, values: {block: {"protocol": "all"}},
        when={"action": kind, "which": "all"},
    )


SECTIONS = (
    section(
        "",
        fields.name(suggest="rule"),
        fields.description(),
        beside(
            fields.network(),
            fields.number(
                "priority",
                _("Priority"),
                least=0,
                most=65535,
                initial=1000,
                path="priority",
                flag="--priority={}",
                help=_("The smaller the number, the sooner the rule decides."),
            ),
        ),
        fields.pick(
            "direction",
            _("Direction"),
            DIRECTIONS,
            segments=True,
            path="direction",
            flag="--direction={}",
            fixed=True,
        ),
        fields.pick(
            "action",
            _("Action"),
            ACTIONS,
            segments=True,
            read=effect,
            flag=lambda kind, values: [f"--action={'ALLOW' if kind == 'allowed' else 'DENY'}"],
            fixed=True,
        ),
    ),
    section(
        _("Targets and filters"),
        fields.pick(
            "targets",
            _("Targets"),
            TARGETS,
            read=lambda firewall: "tags" if firewall.get("targetTags") else "all",
        ),
        fields.tags(
            "target_tags",
            _("Target tags"),
            path="targetTags",
            flag="--target-tags={}",
            when={"targets": "tags"},
        ),
        fields.listed(
            "source_ranges",
            _("Source ranges"),
            check=is_range,
            path="sourceRanges",
            flag="--source-ranges={}",
            help=_("Address ranges, separated by commas: 10.0.0.0/8; anywhere is 0.0.0.0/0."),
            when={"direction": "INGRESS"},
        ),
        fields.tags(
            "source_tags",
            _("Source tags"),
            path="sourceTags",
            flag="--source-tags={}",
            when={"direction": "INGRESS"},
        ),
        fields.listed(
            "destination_ranges",
            _("Destination ranges"),
            check=is_range,
            path="destinationRanges",
            flag="--destination-ranges={}",
            when={"direction": "EGRESS"},
        ),
    ),
    section(
        _("Protocols and ports"),
        fields.pick("which", _("Protocols"), WHICH, segments=True, read=concerned),
        protocols_field("allowed", "allow"),
        protocols_field("denied", "deny"),
        every_protocol("allowed", "allow"),
        every_protocol("denied", "deny"),
        fields.tick("disabled", _("Do not enforce this rule"), path="disabled", flag="--disabled"),
    ),
)
