"""gcloud as one process for many commands: a start of it takes longer than most of them.

Run by gcloud's own Python with the SDK's root as its argument. Reads the words of a command as a
line of JSON, and answers with its exit status and what it printed.
"""

import io
import json
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
sys.path[:0] = [str(root / "lib" / "third_party"), str(root / "lib")]

import gcloud  # noqa: E402, F401 - it finds its own libraries
from googlecloudsdk import gcloud_main  # noqa: E402
from googlecloudsdk.calliope import arg_parsers  # noqa: E402
from googlecloudsdk.core import log  # noqa: E402

ANSWERS = sys.stdout
# it remembers which flags have been given, and refuses a second one for the rest of the process
arg_parsers.StoreOnceAction.dest_is_populated = property(
    lambda flag: False, lambda flag, given: None
)


def execute(cli, words):
    printed = io.StringIO()
    sys.stdout = sys.stderr = printed
    log.Reset(printed, printed)
    status = 0
    try:
        cli.Execute(words)
    except SystemExit as end:
        status = end.code or 0
    except Exception as failure:  # whatever it is, the next command is run
        status = 1
        printed.write(repr(failure))
    return {"status": status, "printed": printed.getvalue()}


cli = gcloud_main.CreateCLI([])
for line in sys.stdin:
    print(json.dumps(execute(cli, json.loads(line))), file=ANSWERS, flush=True)
