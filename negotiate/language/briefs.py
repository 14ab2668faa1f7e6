"""Texts for one reader each, written in a small part of Markdown, and what of a scenario is for
everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Block, Bullets, Section, Sentence

if TYPE_CHECKING:
    from markdown_it.token import Token

PUBLIC = "public"
"""The reader of the brief that everybody may read."""


def public(found: Negotiation) -> Negotiation:
    """The scenario without what one reader alone may know: briefs of sides, the teacher's notes,
    injects, the key.
    """
    briefs = {reader: text for reader, text in found.briefs.items() if reader == PUBLIC}
    return replace(
        found, about=replace(found.about, teaches=()), briefs=briefs, injects={}, expectations=()
    )


def paragraphs(text: str) -> Iterator[Block]:
    """The paragraphs, lists and headings of a text in Markdown; HTML in it is plain text, and
    nothing is a link.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415 - loaded for texts alone

    lists, texts, first, heading = 0, list[str](), None, False
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        if token.type in (
            "bullet_list_open",
            "ordered_list_open",
            "bullet_list_close",
            "ordered_list_close",
        ):
            lists += token.nesting
            if not lists:
                yield Bullets(tuple(texts), first)
                texts = []
            elif lists == 1 and token.nesting == 1:
                first = (
                    int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None
                )
        elif token.type in ("heading_open", "heading_close"):
            heading = token.nesting == 1
        elif token.type in ("inline", "code_block", "fence"):
            words = "".join(map(_plain, token.children or ())) or token.content
            if lists:
                texts.append(f"{'– ' * (lists - 1)}{words}")
            else:
                yield Section(words, ()) if heading else Sentence(words, apart=True)


def _plain(part: Token) -> str:
    if part.type == "code_inline":
        return f"`{part.content}`" if "`" not in part.content else part.content
    return "\n" if part.type in ("softbreak", "hardbreak") else part.content
