"""Template tags of the console's frame."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from gce_dashboard.framework import frame

register = template.Library()
SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)


@register.inclusion_tag("horizon/_sidebar.html", takes_context=True)
def console_menu(context: Context) -> dict[str, Any]:
    """Horizon's menu in the look of the theme."""
    return frame.menu(context)


class Scriptless(Node):
    def __init__(self, nodelist: Any):
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return mark_safe(SCRIPT.sub("", self.nodelist.render(context)))


@register.tag
def scriptless(parser: Parser, token: Token) -> Scriptless:
    """Leaves out the scripts of a theme's header, which the policy of our pages does not allow."""
    nodelist = parser.parse(("endscriptless",))
    parser.delete_first_token()
    return Scriptless(nodelist)
