"""The command ``devcloud``, also as ``python -m devcloud``.

Its first step is so small that Ctrl-C ends the command quietly from its very beginning.
"""

import sys


def main() -> None:
    try:
        from devcloud import cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
