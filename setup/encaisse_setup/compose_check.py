"""docker-compose.yml against a schema of what we use of the Compose specification.

No container engine runs where the tests do, so that the file's shape, its references and its
mounted folders are what can be checked. (Needs jsonschema and PyYAML.)
"""

import json
import sys
from pathlib import Path

import jsonschema
import yaml


def faults(compose, schema, root):
    """Lines; `compose` is the parsed file, `root` the folder its relative paths start from."""
    found = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
             for error in jsonschema.Draft202012Validator(schema).iter_errors(compose)]
    return found or [*_references(compose), *_mounts(compose, root)]


def _references(compose):
    """Services and volumes that are spoken of must exist."""
    services, volumes = compose["services"], compose.get("volumes", {})
    for name, service in services.items():
        for other in service.get("depends_on", ()):
            if other not in services:
                yield f"services/{name}: depends on {other}, which is not a service"
        for source in map(_source, service.get("volumes", ())):
            if not source.startswith(".") and source not in volumes:
                yield f"services/{name}: volume {source} is not declared"


def _mounts(compose, root):
    for name, service in compose["services"].items():
        for source in map(_source, service.get("volumes", ())):
            if source.startswith(".") and not (root / source).exists():
                yield f"services/{name}: {source} does not exist"


def _source(volume):
    return volume.partition(":")[0]


def main(path):
    path = Path(path)
    schema = json.loads(Path(__file__).with_name("compose.schema.json").read_text(encoding="utf-8"))
    for fault in faults(yaml.safe_load(path.read_text(encoding="utf-8")), schema, path.parent):
        print(f"{path.name}: {fault}")


if __name__ == "__main__":
    main(sys.argv[1])
