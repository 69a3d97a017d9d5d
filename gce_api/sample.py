"""The sample configuration: every setting of the endpoint and of the libraries it uses."""

from __future__ import annotations

import io

from oslo_config import cfg, generator

from gce_api import options

NAMESPACES = ("gce_api", "oslo.db", "oslo.log", "oslo.policy")
HEAD = """\
# Settings of gce-api, the GCE endpoint. Printed by `gce-api config sample`.
# What is commented out is the default. [keystone] is what has to be filled in.

"""


def generate() -> str:
    """The sample as oslo.config's generator writes it."""
    options.register(cfg.ConfigOpts())  # changes some defaults of the libraries
    conf = cfg.ConfigOpts()
    generator.register_cli_opts(conf)
    conf([f"--namespace={name}" for name in NAMESPACES], default_config_files=[])
    text = io.StringIO()
    generator.generate(conf, text)
    return HEAD + text.getvalue()
