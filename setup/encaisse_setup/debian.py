"""Debian packages without touching the system: private apt folders, download, unpack.

No mirror is named here: it is the one the machine's own apt configuration uses.
"""

import re
import shutil
from pathlib import Path

from . import shell
from .console import Missing
from .layout import is_root

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class Debian:
    """Packages of the machine's own release, and of sid, through private folders."""

    def __init__(self, layout):
        self.layout = layout
        self.log = layout.logs / "apt.log"
        self._options = {}

    def download(self, names, suite="own"):
        """Fetch packages (`name` or `name=version`); return the path of each `.deb`."""
        return [self._download_one(name, suite) for name in names]

    def unpack(self, names, target, suite="own"):
        for deb in self.download(names, suite):
            shell.run(["dpkg", "-x", deb, target], log=self.log)

    def depends(self, name):
        """Names of the packages that `name` depends on."""
        listed = shell.run(["apt-cache", *self._apt("own"), "depends", name], log=self.log)
        return re.findall(r"Depends: (\S+)", listed)

    def would_install(self, name):
        """`name` and what it needs that is not here."""
        planned = shell.run(["apt-get", *self._apt("own"), "-s", "--no-install-recommends", "install", name], log=self.log)
        return re.findall(r"^Inst (\S+)", planned, re.MULTILINE)

    def _download_one(self, name, suite):
        folder = self.layout.apt / suite / "debs"
        folder.mkdir(parents=True, exist_ok=True)
        found = _find_deb(folder, name)
        if not found:
            shell.run(["apt-get", *self._apt(suite), "download", name], log=self.log, cwd=folder,
                      what=f"The download of {name}")
            found = _find_deb(folder, name)
        return found

    def _apt(self, suite):
        if suite not in self._options:
            need_apt()
            self._options[suite] = self._prepare_own() if suite == "own" else self._prepare_sid()
        return self._options[suite]

    def _prepare_own(self):
        """The machine's sources, with private lists when its own were purged or never fetched."""
        if archive_uri([]):
            return []
        options = self._private_folders("own")
        shell.run(["apt-get", *options, "update"], log=self.log, what="apt-get update")
        return options

    def _prepare_sid(self):
        uri = archive_uri(self._apt("own"))
        if not uri:
            raise Missing("apt knows no Debian archive on this machine.",
                          "Add one to /etc/apt/sources.list.d, or make Odoo 19 importable by python3.")
        options = self._private_folders("sid")
        sources = self.layout.apt / "sid.list"
        sources.write_text(f"deb [signed-by={KEYRING}] {uri} sid main\n", encoding="utf-8")
        # the version is pinned and its signature checked, so a frozen mirror's old list is as good as a new one
        options += ["-o", f"Dir::Etc::SourceList={sources}", "-o", "Dir::Etc::SourceParts=-",
                    "-o", "Acquire::Languages=none", "-o", "Acquire::Check-Valid-Until=false"]
        shell.run(["apt-get", *options, "update"], log=self.log, what="apt-get update")
        return options

    def _private_folders(self, suite):
        base = self.layout.apt / suite
        for folder in ("lists/partial", "cache/archives/partial"):
            (base / folder).mkdir(parents=True, exist_ok=True)
        return ["-o", f"Dir::State::Lists={base}/lists", "-o", f"Dir::Cache={base}/cache",
                "-o", "APT::Sandbox::User="]


def need_apt():
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Missing("This machine has no apt and dpkg, from which Odoo 19 is fetched.",
                      "Use Debian 12 or later, make Odoo 19 importable by python3, or use docker-compose.yml.")
    if not KEYRING.exists():
        raise Missing(f"The Debian archive key {KEYRING} is absent.", "Install the package debian-archive-keyring.")


def archive_uri(options):
    """The Debian archive of apt's configuration, or an empty text when its lists are empty."""
    listed = shell.run(["apt-get", *options, "indextargets", "--format", "$(REPO_URI)",
                        "Created-By: Packages", "Origin: Debian", "Label: Debian"])
    return first_archive(listed)


def first_archive(listed):
    """The first usable address among lines of `apt-get indextargets`."""
    return min((line.strip() for line in listed.splitlines() if re.match(r"^\w+:/", line.strip())), default="")


def _find_deb(folder, name):
    """A downloaded package: apt writes the epoch's colon of a version as %3a."""
    package, _, version = name.partition("=")
    pattern = f"{package}_{version.replace(':', '%3a')}_*.deb" if version else f"{package}_*.deb"
    return next(iter(sorted(folder.glob(pattern))), None)


def may_install():
    return is_root() and bool(shutil.which("apt-get"))


def install(layout, names):
    """As root: install packages of the machine's own release. Returns False when we may not."""
    if not may_install():
        return False
    log = layout.logs / "apt.log"
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    shell.run(["apt-get", "update"], log=log, env=environment, what="apt-get update")
    shell.run(["apt-get", "install", "-y", "--no-install-recommends", *names], log=log, env=environment,
              what=f"The installation of {' '.join(names)}")
    return True
