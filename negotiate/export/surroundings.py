"""What is no answer about a game, as JSON objects: lists, findings, verdicts, files."""

from __future__ import annotations

from typing import Any

from negotiate.checking.reports.findings import Findings
from negotiate.checking.reports.rules import Rules
from negotiate.expectations.report import Verdicts
from negotiate.expectations.testing import Verdict
from negotiate.export.exported import Exported
from negotiate.export.json import problems_json, rule_json
from negotiate.loading.shelf import Shelf
from negotiate.writing.new import Written
from negotiate.writing.reports import Templates, following


def shelf_json(found: Shelf) -> dict[str, Any]:
    """The shipped scenarios."""
    rows = [{"name": e.name, "title": e.title, "date": e.date, "players": list(e.players)} for e in found.entries]
    return {"schema": "negotiate/list/1", "scenarios": rows}


def findings_json(found: Findings) -> dict[str, Any]:
    """What `check` found."""
    return problems_json(found.problems, found.files, found.profile)


def rules_json(found: Rules) -> dict[str, Any]:
    """Every rule with its group, each as `rule_json` has it but for the schema's name."""
    listed = [
        {"group": group, **{name: value for name, value in rule_json(rule).items() if name != "schema"}}
        for group, rules in found.groups.items()
        for rule in rules
    ]
    return {"schema": "negotiate/rules/1", "rules": listed}


def verdicts_json(found: Verdicts) -> dict[str, Any]:
    """File → its verdicts."""
    files = [{"file": name, "expectations": [_verdict(v) for v in verdicts]} for name, verdicts in found.files.items()]
    return {"schema": "negotiate/test/1", "met": found.met, "failed": found.failed, "files": files}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    entry = verdict.expectation
    told = {"line": entry.line, "expects": entry.written, "about": entry.about}
    return {**told, "met": verdict.met, "found": verdict.found}


def templates_json(found: Templates) -> dict[str, Any]:
    """The templates."""
    rows = [{"name": t.name, "purpose": t.purpose, "players": t.players} for t in found.templates]
    return {"schema": "negotiate/templates/1", "templates": rows}


def written_json(made: Written) -> dict[str, Any]:
    """A file that was made."""
    return {
        "schema": "negotiate/new/1",
        "file": str(made.path),
        "template": made.made_from[0] if made.template else None,
        "copied_from": [] if made.template else list(made.made_from),
        "completion": None if made.completion is None else str(made.completion),
        "folder_made": None if made.folder is None else str(made.folder),
        "notes": list(made.notes),
        "next": [command for command, _ in following(made)],
    }


def exported_json(found: Exported) -> dict[str, Any]:
    """A file for other programs."""
    several = {"files": list(found.files), "notes": list(found.notes)} if found.files else {}
    told = {"file": found.file, "format": found.format, "lens": found.lens, "text": found.text}
    return {"schema": "negotiate/export/1", **told, **several}
