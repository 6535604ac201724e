"""Databases: warm templates, clones in a second, with the files Odoo keeps beside each.

A template holds the core add-ons of the suite and its asset bundles, which take most of the
time. It is built under another name and renamed: it is complete or absent.
"""

import os
import shutil

from . import odoo_command
from .console import Missing, progress
from .query import query
from .steps import fingerprint, is_done, only_one, write_atomically

CORE = ("account", "account_payment", "payment_demo", "sale_management")
LANGUAGES = "en_US,fr_FR"
TEMPLATES = {"warm": (), "warm_demo": ("--with-demo",)}
PREGENERATE = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()\n"


class Databases:
    """The databases of one server, for one checkout."""

    def __init__(self, layout, server):
        self.layout = layout
        self.server = server

    def names(self):
        rows = query(self.layout, self.server, "postgres",
                   "select datname from pg_database where not datistemplate and datname <> 'postgres' order by 1")
        return [name for name, in rows]

    def exists(self, name):
        return name in self.names()

    def is_ours(self, name):
        """Does it exist, made by this checkout? One made by somebody else is left alone."""
        if self.exists(name):
            self._claim(name)
            return True
        return False

    def installed(self, database):
        """Names of the add-ons in `database`."""
        return {name for name, in query(self.layout, self.server, database,
                                      "select name from ir_module_module where state in ('installed', 'to upgrade')")}

    def drop(self, name):
        """Forget a database of ours."""
        self._claim(name)
        self._administer(f'drop database if exists "{name}" with (force)')
        shutil.rmtree(self.layout.filestore / name, ignore_errors=True)

    def rename(self, old, new):
        """`old` takes the place of `new`."""
        self.drop(new)
        if (self.layout.filestore / old).exists():
            (self.layout.filestore / old).rename(self.layout.filestore / new)
        self._disconnect(old)
        self._administer(f'alter database "{old}" rename to "{new}"')

    def clone(self, source, name):
        """A copy in a second; its files are hard links, since a stored file never changes."""
        self.drop(name)
        self._disconnect(source)
        self._administer(f'create database "{name}" template "{source}"')
        if (self.layout.filestore / source).exists():
            shutil.copytree(self.layout.filestore / source, self.layout.filestore / name, copy_function=os.link)

    def template(self, name):
        """The warm template `name`, built when it is absent or when Odoo changed."""
        mark = fingerprint(odoo_command.version(self.layout), CORE, LANGUAGES, TEMPLATES[name], PREGENERATE)
        with only_one(self.layout):
            if not (is_done(self.layout, f"database-{name}", mark) and self.is_ours(name)):
                self._replace_template(name, mark)
        return name

    def _replace_template(self, name, mark):
        with progress(f"template database {name} (once)"):
            self._build_template(f"{name}_draft", TEMPLATES[name])
            self.rename(f"{name}_draft", name)
            write_atomically(self.layout.stamps / f"database-{name}", mark)

    def _claim(self, name):
        """On a server that we share with others, a database that we did not make is not ours to replace."""
        stamp = self.layout.stamps / f"ours-{name}"
        if self.server.is_shared and not stamp.exists() and self.exists(name):
            raise Missing(f"The PostgreSQL server has a database {name} that this checkout did not make.",
                          "Rename or drop it yourself, or unset PGHOST to get a private cluster.")
        stamp.touch()

    def _build_template(self, draft, options):
        self.drop(draft)
        log = self.layout.logs / "template.log"
        odoo_command.run(self.layout, "-d", draft, "-i", ",".join(CORE), "--load-language", LANGUAGES, *options,
                         *odoo_command.QUIET, log=log)
        odoo_command.shell(self.layout, draft, PREGENERATE, log=log)

    def _disconnect(self, name):
        """A template may have no other visitor while it is copied."""
        query(self.layout, self.server, "postgres",
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", name)

    def _administer(self, statement):
        query(self.layout, self.server, "postgres", statement)


