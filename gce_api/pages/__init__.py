"""What the endpoint serves beside the methods of compute v1.

A page is a function of the site, the request and its path parameters; it returns JSON, or a whole
response.
"""

from gce_api.pages import batch, discovery, health, projects
from gce_api.pages.site import Site

PAGES = {
    ("GET", "/"): health.root,
    ("GET", "/healthcheck"): health.check,
    ("POST", "/batch"): batch.run,
    ("POST", "/batch/compute/{version}"): batch.run,
    ("GET", "/discovery/v1/apis"): discovery.directory,
    ("GET", "/discovery/v1/apis/compute/{version}/rest"): discovery.document_page,
    ("GET", "/$discovery/rest"): discovery.document_page,
    ("GET", "/v1/projects"): projects.list_projects,
    ("GET", "/v1/projects/{project}"): projects.get_project,
}

__all__ = ["PAGES", "Site"]
