"""`setup/test`."""

import argparse

from . import console, fast, postgres
from .databases import Databases
from .layout import here


def main(arguments):
    options = parse(arguments)
    layout = here()
    databases = Databases(layout, postgres.provide(layout))
    outcome = fast.run(layout, databases, options.addon, options.test, options.db)
    console.say(f"{outcome.passed} passed, {outcome.failed} failed")
    return 1 if outcome.failed else 0


def parse(arguments):
    parser = argparse.ArgumentParser(prog="setup/test", description="Everything that CI runs, or a fast lane.")
    parser.add_argument("--fast", action="store_true", help="pure rules, or one add-on, on a database that stays")
    parser.add_argument("--db", default=fast.DATABASE, help="the database of the fast lane (default: %(default)s)")
    parser.add_argument("addon", nargs="?", help="with --fast: the add-on to test")
    parser.add_argument("test", nargs="?", help="with --fast: a word of the test's name (pytest -k)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    console.main_guard(main)
