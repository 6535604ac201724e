"""One SQL statement (needs psycopg2, so it runs in the virtual environment): rows as JSON."""

import json
import sys

import psycopg2


def main(database, statement, values):
    """The PG* variables say where the server is."""
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement, json.loads(values) or None)
        print(json.dumps(cursor.fetchall() if cursor.description else []))
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
