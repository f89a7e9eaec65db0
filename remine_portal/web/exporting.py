"""How the portal hands out a list: the whole filtered result, for spreadsheet programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, request, send_file

from remine_portal.documents.exports import Value, write_csv_to, write_xlsx_to
from remine_portal.persistence.paging import MOST_COUNTED, Page, Turn
from remine_portal.persistence.schema import Row
from remine_portal.web.languages import gettext

R = TypeVar("R", bound=Row)

FORMS = {
    "csv": (write_csv_to, "text/csv"),
    "xlsx": (
        write_xlsx_to,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
IN_MEMORY = 1_000_000
"""Bytes of a table that need no file on disk."""
SLICE = 500
"""Rows that are in memory at a time, with what belongs to them."""
OF_THE_PAGE = {"after", "before", "size", "lang"}
"""What an address says of the page shown, and not of the list."""


def set_up_exports(app: Flask) -> None:
    """Give templates what components/export.html asks for."""
    app.jinja_env.globals.update(export_address=export_address, MOST_COUNTED=MOST_COUNTED)


def table_response(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], *, name: str, form: str
) -> Response:
    """A file `name.csv` or `name.xlsx` with its columns named in the page's language.

    `columns` are sentences of the catalogue, `form` is csv or xlsx. Rows may come one by one: a
    large table goes to disk, and none of its rows stays in memory. It is sent when it is whole,
    because half a table cannot be told from a short one.
    """
    write, mimetype = FORMS[form]
    file = SpooledTemporaryFile[bytes](IN_MEMORY)
    try:
        write(file, rows, [gettext(column) for column in columns])
    except BaseException:
        file.close()
        raise
    size = file.seek(0, 2)
    file.seek(0)
    response = send_file(
        file, mimetype=mimetype, as_attachment=True, download_name=f"{name}.{form}"
    )
    response.content_length = size
    return response


def slices(
    fetch: Callable[[Turn], Page[R]], place: Callable[[R], tuple[object, ...]]
) -> Iterator[list[R]]:
    """Every row of a list that comes in pages, some at a time; `place` is where a row stands."""
    page = fetch(Turn(SLICE))
    while page.rows:
        yield page.rows
        if not page.has_next:
            return
        page = fetch(Turn(SLICE, after=place(page.rows[-1])))


def export_address(here: str, form: str) -> str:
    """The list at `here` as a file, narrowed as this page is."""
    wanted: Mapping[str, str] = {
        name: value for name, value in request.args.items() if value and name not in OF_THE_PAGE
    }
    query = urlencode(wanted)
    return f"{here}.{form}{'?' if query else ''}{query}"
