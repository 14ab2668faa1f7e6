"""Writes the generated pages anew and takes away those that are gone."""

from __future__ import annotations

import sys

from docs.generate.pages import DOCS, pages, stale


def main() -> None:
    """Write what differs, and say what that was."""
    found = pages()
    for path in stale(found):
        path.unlink()
        sys.stdout.write(f"gone     {path.relative_to(DOCS)}\n")
    for name, text in found.items():
        path = DOCS / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            sys.stdout.write(f"written  {name}\n")


if __name__ == "__main__":
    main()
