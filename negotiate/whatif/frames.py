"""The rows of a run folder for other programs: data frames, JSON lines, Parquet."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negotiate.errors import NotInstalled, NotWritten, UnsuitableGame
from negotiate.language.writing.atomic import DRAFT, reason
from negotiate.whatif.rows import WHOLE, json_line, read_rows

FORMATS = ("csv", "jsonl", "parquet")
"""As what rows can be written; as the first they always are."""


@dataclass(frozen=True, slots=True)
class Run:
    """Where every row of a sweep stands.

    Parameters
    ----------
    folder : str
        The run folder.
    rows : int
        How many runs there are, a row each in `rows.csv`.
    sha256 : str
        The hash of `rows.csv`.
    texts : Mapping[str, tuple of int]
        Table → the places of its columns that hold texts.
    """

    folder: str
    rows: int
    sha256: str
    texts: Mapping[str, tuple[int, ...]]

    def to_frame(self, library: str = "pandas", table: str = "rows") -> Any:
        """The rows as a data frame.

        Parameters
        ----------
        library : {'pandas', 'polars', 'pyarrow'}
            Whose.
        table : {'rows', 'equilibria'}
            A row a run, or a row for each strategy that an equilibrium plays.

        Raises
        ------
        UnsuitableGame
            If the library is not installed, or there is no such table.
        """
        found = _library("pyarrow").Table.from_batches(_batches(self, table))
        if library == "polars":
            return _library("polars").from_arrow(found)
        return found if library == "pyarrow" else _library("pandas") and found.to_pandas()

    def export(self, form: str) -> None:
        """Write every table once more in another form, beside the first.

        Parameters
        ----------
        form : {'csv', 'jsonl', 'parquet'}
            As CSV they are there already.

        Raises
        ------
        NotWritten
            If the system refuses.
        """
        folder = Path(self.folder)
        for table in (path.stem for path in sorted(folder.glob("*.csv")) if form != FORMATS[0]):
            draft, target = folder / DRAFT.format(table), folder / f"{table}.{form}"
            try:
                (_write_parquet if form == "parquet" else _write_json)(self, table, draft)
                draft.replace(target)
            except OSError as wrong:
                said = f"`{target}` cannot be written: {reason(wrong)}"
                raise NotWritten(
                    said, "the rows are there as CSV; make room, and add --resume"
                ) from None
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)


def _write_json(run: Run, table: str, draft: Path) -> None:
    with (
        _csv(run, table).open(encoding="utf-8", newline="") as file,
        draft.open("w", encoding="utf-8") as out,
    ):
        out.writelines(json_line(row) for row in read_rows(file, run.texts[table]))


def _write_parquet(run: Run, table: str, draft: Path) -> None:
    batches = _batches(run, table)
    with _library("pyarrow.parquet").ParquetWriter(draft, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _csv(run: Run, table: str) -> Path:
    path = Path(run.folder) / f"{table}.csv"
    if not path.exists():
        raise UnsuitableGame(
            f"there is no table `{table}`",
            "there is `rows`, and `equilibria` where they are watched",
        )
    return path


def _library(name: str) -> Any:
    """A library that not everybody has.

    Raises
    ------
    UnsuitableGame
        If it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        root = name.partition(".")[0]
        raise NotInstalled(root, "frames") from None


def _batches(run: Run, table: str) -> Any:
    """The rows of a table as a reader of record batches, however many there are."""
    arrow, read, compute = map(_library, ("pyarrow", "pyarrow.csv", "pyarrow.compute"))
    path = _csv(run, table)
    names = read.open_csv(path).schema.names
    texts = [names[place] for place in run.texts[table]]
    kinds = {name: arrow.int64() if name in WHOLE else arrow.float64() for name in names}
    kinds |= dict.fromkeys(texts, arrow.string())
    reader = read.open_csv(
        path, convert_options=read.ConvertOptions(column_types=kinds, null_values=[""])
    )

    def plain(name: str, column: Any) -> Any:
        if name not in texts:
            return column
        formula = compute.match_substring_regex(column, r"^'+[=+@\t\r-].")
        return compute.if_else(formula, compute.utf8_slice_codeunits(column, 1), column)

    def batches() -> Iterator[Any]:
        for batch in reader:
            columns = [
                plain(name, column) for name, column in zip(names, batch.columns, strict=True)
            ]
            yield arrow.RecordBatch.from_arrays(columns, schema=reader.schema)

    return arrow.RecordBatchReader.from_batches(reader.schema, batches())
