"""The sample files: every setting of the endpoint and its libraries, and every policy rule."""

from __future__ import annotations

import contextlib
import io

from oslo_config import cfg, generator
from oslo_policy import generator as rules

from gce_api import options

NAMESPACES = ("gce_api", "oslo.db", "oslo.log", "oslo.policy")
HEAD = """\
# Settings of gce-api, the GCE endpoint. Printed by `gce-api config sample`.
# What is commented out is the default. [keystone] is what has to be filled in.

"""


def policy() -> str:
    """The rules as oslo.policy's sample generator writes them, all commented out."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        rules.generate_sample(["--namespace", "gce_api"], cfg.ConfigOpts())
    return text.getvalue()


def generate() -> str:
    """The sample as oslo.config's generator writes it."""
    options.register(cfg.ConfigOpts())  # changes some defaults of the libraries
    conf = cfg.ConfigOpts()
    generator.register_cli_opts(conf)
    conf([f"--namespace={name}" for name in NAMESPACES], default_config_files=[])
    text = io.StringIO()
    generator.generate(conf, text)
    return HEAD + text.getvalue()
