"""What the endpoint serves beside the methods of compute v1.

A page is a function of the site, the request and its path parameters; it returns JSON, or a whole
response.
"""

from gce_api.access.oauth.server import TOKEN_PATHS
from gce_api.access.policy import OPERATORS
from gce_api.serving.rpc import (
    batch,
    discovery,
    health,
    iam,
    log_in,
    monitoring,
    oauth,
    operator,
    projects,
)
from gce_api.serving.rpc.site import Site

_ACCOUNTS = "/v1/projects/{project}/serviceAccounts"
_KEYS = _ACCOUNTS + "/{account}/keys"

PAGES = {
    ("GET", "/"): health.root,
    ("GET", "/healthcheck"): health.alive,
    ("GET", "/healthcheck/ready"): health.ready,
    ("POST", "/batch"): batch.run,
    ("POST", "/batch/compute/{version}"): batch.run,
    ("GET", "/discovery/v1/apis"): discovery.directory,
    ("GET", "/discovery/v1/apis/compute/{version}/rest"): discovery.document_page,
    ("GET", "/$discovery/rest"): discovery.document_page,
    ("GET", "/v1/projects"): projects.list_projects,
    ("GET", "/v1/projects/{project}"): projects.get_project,
    ("POST", "/v1/projects/{project}"): projects.ask,
    ("GET", "/v3/projects"): projects.list_projects_v3,
    ("GET", "/v3/projects:search"): projects.search_projects_v3,
    ("GET", "/v3/projects/{project}"): projects.get_project_v3,
    ("GET", "/v3/projects/{project}/timeSeries"): monitoring.list_time_series,
    ("GET", "/v3/projects/{project}/metricDescriptors"): monitoring.list_metric_descriptors,
    ("GET", _ACCOUNTS): iam.list_accounts,
    ("POST", _ACCOUNTS): iam.create_account,
    ("GET", _ACCOUNTS + "/{account}"): iam.get_account,
    ("DELETE", _ACCOUNTS + "/{account}"): iam.delete_account,
    ("GET", _KEYS): iam.list_keys,
    ("POST", _KEYS): iam.create_key,
    ("GET", _KEYS + "/{key}"): iam.get_key,
    ("DELETE", _KEYS + "/{key}"): iam.delete_key,
    ("GET", OPERATORS["operator.operations.list"]): operator.list_operations,
    ("GET", OPERATORS["operator.methods.list"]): operator.list_methods,
    ("GET", OPERATORS["operator.settings.list"]): operator.list_settings,
    **{("POST", path): oauth.token for path in TOKEN_PATHS},
    ("POST", "/revoke"): oauth.revoke,
    ("POST", "/introspect"): oauth.introspect,
    ("GET", "/oauth2/v3/certs"): oauth.public_keys,
    ("GET", "/login-config.json"): oauth.login_config,
    ("GET", log_in.AUTHORIZE): log_in.authorize,
    ("POST", log_in.AUTHORIZE): log_in.log_in,
    ("POST", log_in.SSO): log_in.single_sign_on,
    ("GET", log_in.CONSENT): log_in.ask,
    ("POST", log_in.CONSENT): log_in.decide,
}

__all__ = ["PAGES", "Site"]
