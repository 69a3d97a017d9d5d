"""What becomes of the fields of firewall rules."""

from __future__ import annotations

from gce_api.google.inputs import declare

NO_ACCOUNTS = "Firewall rules by service account are not available here; use tags."

declare(
    "Firewall",
    done="allowed description destinationRanges direction disabled name network priority"
    " sourceRanges sourceTags targetTags",
    refused={
        "denied": "Firewall rules that deny are not available here: rules only allow. What no rule "
        "allows is denied.",
        "logConfig": "Logging of firewall rules is not available here.",
        "sourceServiceAccounts": NO_ACCOUNTS,
        "targetServiceAccounts": NO_ACCOUNTS,
    },
)
declare("Firewall.allowed", done="IPProtocol ports")
