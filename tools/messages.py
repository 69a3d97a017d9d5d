"""Keep the catalogues of the console's words: ``make messages``.

Messages are collected from Python, templates and JavaScript into one ``.po`` file a language, for
people to translate; from that come the ``.mo`` file that Python reads and the script that a page
loads before the others. What lacks a translation is told.
"""

from __future__ import annotations

import datetime
import io
import json
import pathlib
import re
import sys
from collections.abc import Iterator
from typing import BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = pathlib.Path(__file__).parents[1]
LOCALE = ROOT / "gce_dashboard" / "locale"
SCRIPTS = ROOT / "static" / "gce_dashboard" / "locale"
DOMAIN = "gce_dashboard"
LANGUAGES = ("de", "ja", "zh_Hans")
SOURCES = {
    "gce_dashboard/**/*.py": "python",
    "templates/**/*.html": "tools.messages:from_template",
    "gce_dashboard/theme/templates/**/*.html": "tools.messages:from_template",
    "static/gce_dashboard/js/*.js": "javascript",
}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "lazy": None,
    "pgettext_lazy": ((1, "c"), 2),
    "trans": None,
    "ntrans": (1, 2),
}
HEADER = "# The words of the console of gce-dashboard. `make messages` keeps this file."
# what says nothing, or would be a change of every file each time
NOISE = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team'
    rb"|Project-Id-Version|Generated-By)[^\n]*\n",
    re.MULTILINE,
)
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
TAG = re.compile(r"{%\s*(n?trans)\s+(.*?)%}", re.DOTALL)
TEXT = re.compile(r'\s*"([^"]*)"|\s*\'([^\']*)\'')
CONTEXT_END = "\x04"  # between the context and the message, as in .mo files


def from_template(file: BinaryIO, keywords, tags, options) -> Iterator[tuple]:
    """Babel's extractor of the tags ``trans`` and ``ntrans``."""
    source = file.read().decode()
    for found in TAG.finditer(source):
        line = source.count("\n", 0, found.start()) + 1
        texts = list(_leading_texts(found[2]))
        yield line, found[1], tuple(texts) if found[1] == "ntrans" else texts[0], []


def _leading_texts(arguments: str) -> Iterator[str]:
    position = 0
    while found := TEXT.match(arguments, position):
        yield found[1] if found[1] is not None else found[2]
        position = found.end()


def collect() -> Catalog:
    """Every message of the sources, with the files that have it."""
    catalogue = Catalog(project="gce-dashboard", charset="utf-8")
    for pattern, method in SOURCES.items():
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            with path.open("rb") as file:
                for line, message, comments, context in extract(
                    method, file, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
                ):
                    catalogue.add(
                        message, None, [(name, line)], auto_comments=comments, context=context
                    )
    return catalogue


def po_file(language: str) -> pathlib.Path:
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept; empty where there is none yet."""
    path = po_file(language)
    catalogue = read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale=language)
    catalogue.creation_date = catalogue.revision_date = NEVER
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """The messages without a translation, or with one that nobody has looked at."""
    return [_text(each) for each in catalogue if each.id and not _is_whole(each)]


def _text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_whole(message: Message) -> bool:
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(forms) and not message.fuzzy


def po(catalogue: Catalog) -> bytes:
    """The catalogue as its file has it: by message, without lines, so that it changes little."""
    file = io.BytesIO()
    catalogue.fuzzy, catalogue.header_comment = False, HEADER
    write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    return NOISE.sub(b"", file.getvalue())


def mo(catalogue: Catalog) -> bytes:
    """What Python's ``gettext`` reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def script(catalogue: Catalog) -> str:
    """What ``i18n.js`` reads: the messages of the scripts, and which form a number takes."""
    messages = {
        _key(each): each.string
        for each in sorted(catalogue, key=_text)
        if each.id and _is_whole(each) and any(name.endswith(".js") for name, _ in each.locations)
    }
    text = json.dumps(messages, ensure_ascii=False, indent=1)
    return f"window.gceCatalog = {{plural: (n) => {catalogue.plural_expr}, messages: {text}}};\n"


def _key(message: Message) -> str:
    return CONTEXT_END.join(filter(None, (message.context, _text(message))))


def compiled(language: str) -> dict[pathlib.Path, bytes]:
    """The files that are made of a language's catalogue, and what is in them."""
    catalogue = read(language)
    return {
        po_file(language).with_suffix(".mo"): mo(catalogue),
        SCRIPTS / f"{language}.js": script(catalogue).encode(),
    }


def update(language: str, sources: Catalog) -> Catalog:
    """Take up what is new in the sources, and leave out what is gone."""
    catalogue = read(language)
    catalogue.update(sources, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def main() -> int:
    sources = collect()
    lacking = 0
    for language in LANGUAGES:
        catalogue = update(language, sources)
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        po_file(language).write_bytes(po(catalogue))
        for path, content in compiled(language).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for text in missing(catalogue):
            print(f"{language}: {text}")
            lacking += 1
    print(f"{len(sources)} messages; {lacking} translations are missing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
