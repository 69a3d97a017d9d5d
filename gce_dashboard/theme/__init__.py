"""A theme of Horizon, for all its pages: the look of the console's own.

An operator names it in ``local_settings.py``::

    from gce_dashboard.theme import THEME

    AVAILABLE_THEMES = [THEME, ("default", "Default", "themes/default")]
    DEFAULT_THEME = THEME[0]

With ``COMPRESS_OFFLINE`` Horizon compiles the first of the themes only: name it alone then.
"""

import pathlib

# name, label, folder
THEME = ("gce", "Compute Engine", str(pathlib.Path(__file__).parent))
