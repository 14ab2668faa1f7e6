"""Makes a new scenario file: from a template, each a small negotiation that works at once, or as a
copy of another.

It may stand where a name that a scenario can have is free, outside the shipped library.
"""

from __future__ import annotations

import os
from pathlib import Path

from negotiate.errors import FileRefused, NotWritten, ScenarioNotFound, TemplateNotFound
from negotiate.language.editor.beside import check_completion, modeline, write_completion
from negotiate.language.library import SUFFIXES, library, shipped
from negotiate.language.sheets import holds_points
from negotiate.language.writing.atomic import UNSEEN, put, reason, refuse_what_is_no_file
from negotiate.language.writing.copying import Copy, copy_of
from negotiate.language.writing.reports import TEMPLATES, Written
from negotiate.problems import listed, nearest


def destination(given: str, example: str, *, replace: bool) -> Path:
    """The path of a file that is to be made.

    Parameters
    ----------
    given : str
        What somebody typed.
    example : str
        A file's name to suggest where `given` is none.
    replace : bool
        Whether a file that stands there may be replaced.

    Raises
    ------
    FileRefused
        If no scenario can stand there, or something does already.
    NotWritten
        If the system cannot look there.
    """
    _check_name(given, example)
    path = Path(given)
    try:
        _check_place(path, example, replace)
    except (OSError, ValueError, RuntimeError) as wrong:
        said = (
            reason(wrong)
            if isinstance(wrong, OSError | ValueError)
            else "it leads round in a circle"
        )
        raise NotWritten(f"`{given}` cannot be written: {said}", "name another file") from None
    return path


def make_folder(path: Path) -> Path | None:
    """Make the folder that a file is to stand in, where only that one is missing; the folder, if it
    was made.

    Raises
    ------
    FileRefused
        If the folder above it is missing as well.
    NotWritten
        If the system refuses.
    """
    folder = path.parent
    if folder.is_dir():
        return None
    if folder.exists():
        raise FileRefused(f"`{folder}` is a file, not a folder", "name another folder")
    if not folder.parent.is_dir():
        raise FileRefused(
            f"there is no folder `{folder.parent}`", "make it first, or name another one"
        )
    try:
        folder.mkdir()
    except OSError as wrong:
        raise NotWritten(
            f"the folder `{folder}` cannot be made: {reason(wrong)}", "name another folder"
        ) from None
    return folder


def _check_name(given: str, example: str) -> None:
    """Whether a name can be a scenario's at all."""
    if not given.strip():
        raise FileRefused("the name of the new file is empty", f"name it, such as `{example}`")
    if not given.isprintable():
        raise FileRefused(UNSEEN, f"such a name serves: `{example}`")
    path = Path(given)
    if _is_folder(path):
        raise FileRefused(f"`{given}` is a folder", f"name a file in it: `{path / example}`")
    if path.name in SUFFIXES or not path.stem.strip(". "):
        raise FileRefused(
            f"`{given}` has no name before its ending", f"name it, such as `{example}`"
        )
    if path.suffix not in SUFFIXES:
        better = str(path.with_suffix(".yaml"))
        raise FileRefused(f"`{given}` does not end in .yaml", f"did you mean `{better}`?")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _check_place(path: Path, example: str, replace: bool) -> None:
    """Whether the place is free."""
    if path.resolve().is_relative_to(library().resolve()):
        raise FileRefused(
            f"`{path}` lies among the shipped scenarios, which stay as they are",
            f"name a file of your own: `{example}`",
        )
    refuse_what_is_no_file(path, example)
    if replace:
        return
    if path.is_symlink() and not path.exists():
        raise FileRefused(
            f"`{path}` is a link that leads nowhere", "name another file, or take the link away"
        )
    if path.exists():
        raise FileRefused(
            f"`{path}` exists already", "name another file, or add --force to replace it"
        )


def new(
    template: str | None = None,
    file: str | os.PathLike[str] | None = None,
    *,
    original: str | os.PathLike[str] | None = None,
    variant: str | None = None,
    force: bool = False,
    schema: bool = True,
) -> Written:
    """Make a scenario file to be edited.

    Parameters
    ----------
    template : str, optional
        One of the templates, such as `bargaining`.
    file : path, optional
        Where to; `TEMPLATE.yaml` in the current folder by default, or the name of the original.
    original : str or path, optional
        A shipped scenario or a file to copy, in place of a template; what it extends is written out
        in the copy.
    variant : str, optional
        The variant of the original to copy, carried out.
    force : bool
        Replace a file that stands there.
    schema : bool
        Write what an editor completes by beside the file, and say so in its first line.

    Returns
    -------
    Written
        What was made of what.

    Raises
    ------
    TemplateNotFound
        If there is no such template, with the nearest one.
    ScenarioNotFound, ScenarioError
        If the original cannot be read.
    FileRefused
        If something stands there already, or no scenario can stand there.
    NotWritten
        If the system refuses.

    Examples
    --------
    >>> import negotiate
    >>> negotiate.new("bargain", "my-talks.yaml")
    Traceback (most recent call last):
    ...
    negotiate.errors.TemplateNotFound: there is no template `bargain`
    """
    _check_arguments(template, file, original, variant)
    if original is not None:
        copy = copy_of(os.fspath(original), variant)
        stem = "-".join([Path(copy.made_from[0]).stem, *([variant] if variant else [])])
    else:
        copy = _of_template(template or "")
        stem = copy.made_from[0]
    given = f"{stem}.yaml" if file is None else os.fspath(file)
    path = destination(given, f"{stem}.yaml", replace=force)
    folder, completion = _put(path, copy.text, force, schema)
    return Written(
        path,
        copy.made_from,
        original is None,
        copy.lens,
        variant,
        completion,
        folder,
        copy.notes,
        original is not None and holds_points(os.fspath(original)),
    )


def _check_arguments(template: object, file: object, original: object, variant: object) -> None:
    """Refuse what names nothing, before anybody relies on it."""
    if (template is None) == (original is None):
        raise TemplateNotFound(
            "`new` takes a template or an original, and not both", f"templates are {_names()}"
        )
    if template is not None and not isinstance(template, str):
        raise TemplateNotFound(
            "`template` takes the name of a template", f"the templates are {_names()}"
        )
    if original is None and variant is not None:
        raise TemplateNotFound("a template has no variants to copy", "name an `original`")
    if variant is not None and not isinstance(variant, str):
        raise ScenarioNotFound("`variant` takes the name of a variant")
    if original is not None and not _is_path(original):
        raise ScenarioNotFound(
            "`original` takes the name of a scenario, or a path", "`negotiate list` shows them"
        )
    if file is not None and not _is_path(file):
        raise FileRefused("`file` takes a path", "such as `my-talks.yaml`")


def _is_path(given: object) -> bool:
    return isinstance(given, str) or (
        isinstance(given, os.PathLike) and isinstance(os.fspath(given), str)
    )


def _names() -> str:
    return listed(template.name for template in TEMPLATES)


def _of_template(name: str) -> Copy:
    """A template as what is to be written.

    Raises
    ------
    TemplateNotFound
        With the nearest template, or what else somebody may have meant.
    """
    for template in TEMPLATES:
        if template.name == name:
            return Copy(template.text(), (template.name,), template.lens)
    names = [template.name for template in TEMPLATES]
    raise TemplateNotFound(
        f"there is no template `{name[:80]}`", nearest(name, names) or _meant(name, names)
    )


def _meant(name: str, names: list[str]) -> str:
    """What somebody meant who named no template: a shipped scenario, a file, or nothing known."""
    full = [key for key in shipped() if name.strip() and name in (key, key.rpartition("/")[2])]
    if full:
        return f"`{full[0]}` is a scenario: `negotiate new --from {full[0]}` copies it"
    if name.endswith((".yaml", ".yml")):
        return f"first the template, then the file: `negotiate new {names[0]} {name[:80]}`"
    return f"the templates are {listed(names)}"


def _put(path: Path, text: str, force: bool, schema: bool) -> tuple[Path | None, Path | None]:
    """Put a text where it belongs; the folder made for it, which goes again if that fails, and what
    completes it.
    """
    if schema:
        check_completion(path)
    folder = make_folder(path)
    try:
        put(path, f"{modeline(path)}\n{text}" if schema else text, replace=force)
    except NotWritten:
        if folder is not None:
            folder.rmdir()
        raise
    return folder, _completed(path) if schema else None


def _completed(path: Path) -> Path:
    try:
        return write_completion(path)
    except NotWritten as wrong:
        message = f"`{path}` is written, but not what an editor completes it by: {wrong.message}"
        raise NotWritten(message, f"`negotiate schema {path} --write` tries again") from None
