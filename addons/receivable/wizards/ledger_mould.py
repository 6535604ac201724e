"""A row of a table as a mould: written once by the ORM with marked values, cast many times by SQL.

The ORM creates one specimen whose number, dates, amounts, customer… are values seen nowhere else. Every column that
holds a marked value takes the value of each row to cast; every other column is a constant. So a cast row is what the
ORM would have written, whatever columns the installed add-ons have put on the table.
"""

import copy
import json
from collections.abc import Iterable, Mapping
from contextlib import closing, contextmanager

from odoo.tools import SQL


@contextmanager
def specimens(env):
    """Records that leave again: neither a row nor an errand for after the commit (a customer's rank) stays of them."""
    postcommit = env.cr.postcommit
    errands, data = postcommit._funcs.copy(), copy.deepcopy(postcommit.data)
    with closing(env.cr.savepoint()):
        yield
    postcommit._funcs, postcommit.data = errands, data


class Mould:
    """One table, one specimen, and the columns in it that vary."""

    def __init__(self, record, marks: Mapping[str, object], references: Mapping[str, str]):
        """
        :param marks: name of a value -> the marked value: a text (dates in ISO form), a number, or the id of a record
        :param references: for the marks that are ids, their model
        """
        self.cr, self.table = record.env.cr, record._table
        self.constant = read_rows(record)[record.id]
        self.varying = []
        for column, value in self.constant.items():
            maker = _maker(record._fields.get(column), value, marks, references)
            if maker:
                self.varying.append((column, maker))

    def cast(self, rows: Iterable[tuple[Mapping, Mapping]]):
        """Insert one record for each ``(values, columns)``: the values of the marks, and columns set as they are."""
        rows = [
            {**{column: maker(values) for column, maker in self.varying}, **columns} for values, columns in rows
        ]
        self.cr.execute(SQL(
            """INSERT INTO %(table)s
               SELECT cast_row.*
                 FROM jsonb_array_elements(%(rows)s::jsonb) AS row_values,
                      jsonb_populate_record(NULL::%(table)s, %(constant)s::jsonb || row_values) AS cast_row""",
            table=SQL.identifier(self.table),
            constant=json.dumps(self.constant),
            rows=json.dumps(rows),
        ))


def read_rows(records) -> dict[int, dict]:
    """All columns of these records as stored."""
    return dict(records.env.execute_query(SQL(
        "SELECT id, to_jsonb(stored) FROM %s AS stored WHERE id = ANY(%s)", SQL.identifier(records._table), records.ids
    )))


def _maker(field, value, marks, references):
    """A function from the values of a row to the value of this column, or None for a constant."""
    if value is None or field is None or isinstance(value, bool):
        return None
    if field.type == "many2one":
        name = next((name for name, model in references.items() if model == field.comodel_name and marks[name] == value), None)
        return name and (lambda values: values[name])
    if field.type in ("monetary", "float"):
        return _number_maker(value, marks)
    if isinstance(value, str):
        return _text_maker(value, {name: mark for name, mark in marks.items() if isinstance(mark, str) and mark in value})
    return None


def _number_maker(value, marks):
    name = next((name for name, mark in marks.items() if isinstance(mark, float) and abs(value) == mark), None)
    sign = 1 if value > 0 else -1
    return name and (lambda values: sign * values[name])


def _text_maker(value, marks):
    if not marks:
        return None
    [name, *others] = marks
    if not others and marks[name] == value:
        return lambda values: values[name]

    def replace(values):
        text = value
        for name, mark in marks.items():
            text = text.replace(mark, values[name])
        return text

    return replace
