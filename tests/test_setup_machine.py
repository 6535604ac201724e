"""What the machine has and lacks: mirrors, ports, sockets, steps, and sentences with a way out."""

import re
import socket

import pytest
from conftest import ROOT
from encaisse_setup import cluster, console, debian, installed, night, odoo_tree, postgres, services, steps
from encaisse_setup.console import Missing
from encaisse_setup.databases import Databases
from encaisse_setup.layout import SOCKET_PATH_LIMIT, Layout


@pytest.fixture
def layout(tmp_path):
    made = Layout(tmp_path)
    made.make_home()
    return made


@pytest.mark.parametrize(("listed", "uri"), [
    ("http://deb.example.org/debian/\n", "http://deb.example.org/debian/"),
    ("https://b.example.org/\nhttps://a.example.org/\n", "https://a.example.org/"),
    ("", ""),
    ("W: a warning of apt\n", ""),
])
def test_the_mirror_is_that_of_apt(listed, uri):
    assert debian.first_archive(listed) == uri


def test_without_apt(monkeypatch):
    monkeypatch.setattr(debian.shutil, "which", lambda name: None)
    with pytest.raises(Missing, match=r"no apt and dpkg.*docker-compose\.yml"):
        debian.need_apt()


def test_a_downloaded_package_is_found_again(tmp_path):
    (tmp_path / "odoo-19_19.0.0+dfsg-1_all.deb").touch()
    (tmp_path / "fonts_2%3a0_all.deb").touch()
    assert debian._find_deb(tmp_path, "odoo-19=19.0.0+dfsg-1") and debian._find_deb(tmp_path, "fonts=2:0")
    assert debian._find_deb(tmp_path, "odoo-19") and not debian._find_deb(tmp_path, "odoo")


def test_no_tracked_file_of_ours_names_a_mirror_or_a_machine():
    words = re.compile(r"deb\.debian\.org|pypi\.org|snapshot\.debian|/work/|/home/\w+/")
    ours = [path for folder in ("setup", ".ci", "tests") for path in sorted((ROOT / folder).rglob("*"))
            if path.is_file() and path.suffix != ".pyc" and path.name != "test_setup_machine.py"]
    ours += [ROOT / name for name in ("docker-compose.yml", "requirements.txt", "pyproject.toml")]
    assert not [path for path in ours if words.search(path.read_text(errors="replace"))]


def test_a_taken_port_is_said_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Missing, match=rf"Port {port} is taken.*setup/run --port {port + 1}"):
            services.need_free_port(port, "--port")
    services.need_free_port(port, "--port")


def test_a_program_with_a_reused_number_is_not_ours(layout):
    service = services.Service(layout, "odoo")
    assert service.pid() is None
    (layout.pids / "odoo").write_text("1")
    assert service.pid() is None


def test_a_service_is_stopped(layout):
    service = services.Service(layout, "sleeper")
    process = service.start(["sh", "-c", f"sleep 60; echo {layout.home}"])
    assert service.pid() == process.pid
    process.terminate()
    process.wait()
    service.stop()
    assert service.pid() is None and not service.pid_file.exists()


def test_the_role_postgres_is_refused(layout, monkeypatch):
    monkeypatch.setenv("PGUSER", "postgres")
    with pytest.raises(Missing, match="Set PGUSER"):
        postgres.External().check(layout)


def test_a_server_of_the_environment_is_preferred(layout, monkeypatch):
    monkeypatch.setenv("PGHOST", "db.example.org")
    assert isinstance(postgres.provide(layout), postgres.External)


def test_a_database_of_others_is_left_alone(layout, monkeypatch):
    """On a server named by PG*, only what this checkout made may be replaced."""
    databases = Databases(layout, postgres.External())
    monkeypatch.setattr(Databases, "names", lambda self: ["encaisse"])
    with pytest.raises(Missing, match="did not make"):
        databases.drop("encaisse")
    (layout.stamps / "ours-encaisse").touch()
    assert databases.is_ours("encaisse") and not databases.is_ours("other")


def test_a_long_path_moves_the_socket(tmp_path):
    deep = Layout(tmp_path / ("x" * 120))
    for layout in (deep, Layout("/srv/encaisse")):
        folder = cluster.socket_folder(layout, layout.home / "pg")
        assert len(f"{folder}/.s.PGSQL.{cluster.PORT}.lock") <= SOCKET_PATH_LIMIT


def test_a_step_is_done_once(layout):
    done = []
    for mark in ("a", "a", "b", "b"):
        steps.once(layout, "step", mark, "a step", lambda: done.append(1))
    assert len(done) == 2
    steps.once(layout, "step", "b", "a step", lambda: done.append(1), still_true=lambda: False)
    assert len(done) == 3


def test_an_interrupted_step_is_done_again(layout):
    def stop():
        raise KeyboardInterrupt
    steps.once(layout, "step", "a", "a step", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        steps.once(layout, "step", "b", "a step", stop)
    assert not steps.is_done(layout, "step", "a") and not steps.is_done(layout, "step", "b")


def test_add_ons_in_the_order_of_installation(layout):
    for name, depends in (("organ", ["kernel"]), ("kernel", ["account"]), ("bridge", ["organ", "kernel"])):
        (layout.addons / name).mkdir(parents=True)
        (layout.addons / name / "__manifest__.py").write_text(repr({"depends": depends}))
    assert installed.dependencies(layout, ["bridge"]) == ["kernel", "organ", "bridge"]


def test_only_what_is_installed_makes_an_add_on_stale(tmp_path):
    for name in ("models/a.py", "tests/test_a.py", "logic/b.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [line.split()[0] for line in installed.sources(tmp_path)] == ["models/a.py"]


def test_the_rows_of_the_night_among_other_words():
    assert night.rows_of(f'hello\n>>> {night.MARK}[{{"level": "one", "count": 2}}]\nbye') == [{"level": "one", "count": 2}]
    assert night.rows_of("no such add-on") is None


def test_table():
    assert console.table([{"level": "prevenance", "count": 12}, {"level": "x", "count": None}], ["level", "count"]) == [
        "level       count", "----------  -----", "prevenance  12", "x"]


def test_dangling_links(tmp_path):
    (tmp_path / "good").symlink_to(tmp_path)
    (tmp_path / "bad").symlink_to(tmp_path / "nowhere")
    assert odoo_tree.dangling_links(tmp_path) == [str(tmp_path / "bad")]


def test_missing_things_end_a_command_in_one_line(capsys):
    def main(arguments):
        raise Missing("There is no soup.", "Cook some.")
    with pytest.raises(SystemExit) as ended:
        console.main_guard(main)
    assert ended.value.code == 2
    assert capsys.readouterr().err.strip() == "There is no soup. Cook some."
