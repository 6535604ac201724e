"""The shape of the suite, kept by a test: layers, purity, one model a file, sane manifests."""

import ast
import re

import pytest
from conftest import ROOT, add_ons

KERNEL = "receivable"
ADD_ONS = {folder.name: folder for folder in add_ons() if (folder / "__manifest__.py").exists()}
MODEL_CLASSES = {"Model", "TransientModel", "AbstractModel"}


def manifest(name):
    return ast.literal_eval((ADD_ONS[name] / "__manifest__.py").read_text(encoding="utf-8"))


def python_files(folder):
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path):
    """Absolute names of the modules that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def may_use(name):
    """An organ knows the kernel; a bridge, installed by itself, knows what it joins."""
    ours = {one for one in manifest(name)["depends"] if one in ADD_ONS}
    return ours if manifest(name).get("auto_install") else ours & {KERNEL}


def faults_of_layers(name):
    for other in set(manifest(name)["depends"]) & set(ADD_ONS) - may_use(name):
        yield f"{name} depends on {other}: an organ knows the kernel only"
    for path in python_files(ADD_ONS[name]):
        for module in imported(path):
            other = re.match(r"odoo\.addons\.(\w+)", module or "")
            if other and other[1] in ADD_ONS and other[1] not in may_use(name) | {name}:
                yield f"{path.relative_to(ROOT)} imports {module}: an organ knows the kernel only"


@pytest.mark.parametrize("name", ADD_ONS)
def test_an_organ_knows_the_kernel_and_core_only(name):
    assert not list(faults_of_layers(name))


@pytest.mark.parametrize("name", ADD_ONS)
def test_pure_rules_import_no_orm(name):
    faults = [f"{path.relative_to(ROOT)} imports {module}"
              for path in python_files(ADD_ONS[name] / "logic") for module in imported(path)
              if module.partition(".")[0] == "odoo" and not re.match(r"odoo\.addons\.\w+\.logic\b", module)]
    assert not faults


@pytest.mark.parametrize("name", ADD_ONS)
def test_pure_rules_never_ask_for_today(name):
    faults = [f"{path.relative_to(ROOT)}:{node.lineno}"
              for path in python_files(ADD_ONS[name] / "logic") for node in ast.walk(tree(path))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
              and node.func.attr in ("today", "now", "utcnow")]
    assert not faults, "today's date is an argument"


def models_of(path):
    """The model classes at the top of a file: classes with a base models.Model or the like."""
    return [node for node in tree(path).body if isinstance(node, ast.ClassDef)
            and any(isinstance(base, ast.Attribute) and base.attr in MODEL_CLASSES for base in node.bases)]


def model_name(node):
    """`_name`, else a single `_inherit`."""
    texts = {target.id: statement.value for statement in node.body if isinstance(statement, ast.Assign)
             for target in statement.targets if isinstance(target, ast.Name)}
    named = texts.get("_name") or texts.get("_inherit")
    return named.value if isinstance(named, ast.Constant) else None


def named_after(path, model):
    """`payer_score.py`; a long extension may be cut by subject: `res_partner.py`, `res_partner_statement.py`."""
    word = model.replace(".", "_")
    return path.stem == word or path.stem.startswith(f"{word}_")


@pytest.mark.parametrize("name", ADD_ONS)
def test_one_model_a_file_named_after_it(name):
    faults = []
    for folder in ("models", "wizards", "report"):
        for path in python_files(ADD_ONS[name] / folder):
            names = [model_name(node) for node in models_of(path)]
            if len(names) > 1:
                faults.append(f"{path.relative_to(ROOT)} holds {len(names)} models")
            elif folder == "models" and names and names[0] and not named_after(path, names[0]):
                faults.append(f"{path.relative_to(ROOT)} holds {names[0]}")
    assert not faults


@pytest.mark.parametrize("name", ADD_ONS)
def test_manifest(name):
    read = manifest(name)
    assert read["license"] == "LGPL-3" and read["author"] == "Encaisse"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", read["version"])
    assert read["depends"] and read["name"] and read["summary"]
    listed = [*read.get("data", ()), *read.get("demo", ())]
    assert not [path for path in listed if not (ADD_ONS[name] / path).is_file()], "listed, but not there"


@pytest.mark.parametrize("name", ADD_ONS)
def test_every_data_file_is_listed(name):
    folder, read = ADD_ONS[name], manifest(name)
    listed = {*read.get("data", ()), *read.get("demo", ())}
    kept = {str(path.relative_to(folder)) for part in ("data", "demo", "security", "views", "wizards", "report")
            for pattern in ("*.xml", "*.csv") for path in (folder / part).rglob(pattern)}
    assert not kept - listed, "in no list of the manifest: never loaded"


OWN_FRAGMENTS = {"kind", "what"}  # types of columns and of scores: constants of ours, handed on


@pytest.mark.parametrize("name", ADD_ONS)
def test_no_statement_is_put_together_from_words(name):
    """`SQL(…)` and `execute(…)` take a literal; what comes from outside is a parameter."""
    for path in sorted(ADD_ONS[name].rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            called = isinstance(node, ast.Call) and node.args and (getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
            if called == "SQL" and not isinstance(node.args[0], ast.Constant):
                assert ast.unparse(node.args[0]) in OWN_FRAGMENTS, f"{path}:{node.lineno}"
            if called == "execute":
                assert not isinstance(node.args[0], ast.JoinedStr | ast.BinOp), f"{path}:{node.lineno}"


def test_only_add_ons_lie_in_the_folder():
    assert not [path.name for path in (ROOT / "addons").iterdir() if path.is_dir() and path.name not in ADD_ONS
                and not path.name.startswith((".", "__"))]


def test_the_whole_suite_has_one_name():
    packaged = re.findall(r'"odoo-addon-(\w+)==19\.0\.\*"', (ROOT / "setup/_metapackage/pyproject.toml").read_text(encoding="utf-8"))
    assert sorted(packaged) == list(ADD_ONS)


@pytest.mark.parametrize("name", ADD_ONS)
def test_each_add_on_can_be_packaged(name):
    assert "whool.buildapi" in (ADD_ONS[name] / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ADD_ONS)
def test_external_libraries_are_required(name):
    """What a manifest asks for is in requirements.txt, with bounds."""
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    for library in manifest(name).get("external_dependencies", {}).get("python", ()):
        assert re.search(rf"^{re.escape(library.lower())}>=[\d.]+,<\d", required, re.MULTILINE), library
