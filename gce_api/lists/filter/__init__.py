"""The ``filter`` parameter of lists, in both grammars that Google documents.

``legacy.lark`` is ``name eq "web-.*"``, ``(status eq RUNNING)(name ne db)``; ``aip160.lark`` is
``labels.env=dev AND NOT status=TERMINATED``. The two are told apart by the words eq and ne.
``monitoring.lark`` is Cloud Monitoring's own: ``metric.labels.key = starts_with("web-")``.
"""

from gce_api.lists.filter.conditions import Condition
from gce_api.lists.filter.naming import own_name
from gce_api.lists.filter.parser import invalid, parse, parse_monitoring

__all__ = ["Condition", "invalid", "own_name", "parse", "parse_monitoring"]
