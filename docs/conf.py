"""How Sphinx builds the site: Markdown that also reads well where nobody builds it, strict links,
no network.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from docs.generate import pages  # noqa: E402 - found on the path set above
from docs.generate.introductions import linked_to_pages  # noqa: E402 - the same

project = "negotiate"
author = "The negotiate authors"
copyright = author  # noqa: A001 - the name that Sphinx reads
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "generate"]
nitpicky = True
suppress_warnings = [
    "misc.highlighting_failure"
]  # the reference shows files that are broken on purpose
myst_heading_anchors = 4
myst_links_external_new_tab = False

html_theme = "furo"
html_title = "negotiate"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}

FETCHED = re.compile(
    r"""<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=["']((?:https?:)?//[^"']+)"""
)
IN_STYLES = re.compile(r"""(?:@import|url\()\s*["']?((?:https?:)?//[^"')]+)""")


class FilesOfTheRepository(SphinxTransform):
    """Turns a link to a file outside of `docs/` into a copy of that file beside the pages.

    `[Contributing](../../CONTRIBUTING.md)` then leads to the file both where the pages are built
    and where they are read as they stand. A link to something that is not there stays as it is, and
    the build complains.
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Look at every link of the page that leads nowhere yet."""
        folder = Path(self.document["source"]).parent
        for link in list(self.document.findall(addnodes.pending_xref)):
            path = self._outside(link["reftarget"].partition("#")[0], folder)
            if path is not None:
                link.replace_self(self._copied(link, path))

    def _outside(self, target: str, folder: Path) -> Path | None:
        """The file of the repository, outside of `docs/`, that a target means; MyST has taken `.md`
        away by now.
        """
        for found in (folder / target, folder / f"{target}.md") if target else ():
            path = found.resolve()
            if path.is_file() and ROOT in path.parents and HERE not in path.parents:
                return path
        return None

    def _copied(self, link: addnodes.pending_xref, path: Path) -> nodes.Element:
        from_docs = "/" + os.path.relpath(path, HERE).replace(os.sep, "/")
        copied = addnodes.download_reference(refdoc=self.env.docname, reftarget=from_docs)
        copied += link.children
        return copied


def nothing_is_fetched(app: Sphinx, failed: Exception | None) -> None:
    """Complain of each page that would load something from a network."""
    if failed is not None or app.builder.format != "html":
        return
    log = logging.getLogger(__name__)
    for path in sorted(Path(app.outdir).rglob("*")):
        pattern = {".html": FETCHED, ".css": IN_STYLES}.get(path.suffix)
        for found in pattern.findall(path.read_text("utf-8", "replace")) if pattern else ():
            log.warning("%s loads %s from a network", path.relative_to(app.outdir), found)


def led_to_pages(app: Sphinx, docname: str, source: list[str]) -> None:
    """Lead links to introductions to the pages that these begin."""
    source[0] = linked_to_pages(source[0], Path(app.env.doc2path(docname)).parent)


def setup(app: Sphinx) -> None:
    """Write the generated pages before the others are looked for, and add what is defined above."""
    app.connect("builder-inited", lambda _: pages.write())
    app.connect("source-read", led_to_pages)
    app.add_transform(FilesOfTheRepository)
    app.connect("build-finished", nothing_is_fetched)
