"""Write ``factcheck_api.py`` from the API's OpenAPI description: every type, and a method for every public endpoint.

    python examples/client/generate.py [--check]

The types are the work of datamodel-code-generator; the methods are one line of text each. With ``--check`` nothing is
written, and the exit code is 1 when the file is not what the description says.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from datamodel_code_generator import DataModelType, InputFileType, OpenAPIScope, PythonVersion, generate
from ruff import find_ruff_bin

HERE = Path(__file__).resolve().parent
DESCRIPTION = HERE.parent.parent / "docs" / "openapi.yaml"
CLIENT = HERE / "factcheck_api.py"
# Working with drafts needs a token and is another program.
NOT_PUBLIC = "/editorial/"
# They change the shape of an answer, so a typed client does without them.
RESHAPING = {"fields", "lang"}
TYPES = {"string": "str", "integer": "int", "boolean": "bool"}
RESERVED = {"from": "from_", "format": "format_"}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    made = client(yaml.safe_load(DESCRIPTION.read_text()))
    if parser.parse_args().check:
        return 0 if CLIENT.read_text() == made else 1
    CLIENT.write_text(made)
    return 0


def client(description: dict[str, Any]) -> str:
    public = reading_only(description)
    methods = [method(path, operations["get"]) for path, operations in public["paths"].items() if "get" in operations]
    methods += [
        question(path, operations["post"]) for path, operations in public["paths"].items() if "post" in operations
    ]
    return formatted(types(public).replace(TYPING, IMPORTS + TYPING, 1) + TRANSPORT + "".join(methods))


def reading_only(description: dict[str, Any]) -> dict[str, Any]:
    """The public part, without the variants of answers that ``fields`` and ``lang`` make; each answer has a name."""
    paths = {path: operations for path, operations in description["paths"].items() if NOT_PUBLIC not in path}
    kept: dict[str, Any] = plain({"paths": paths, "components": {"schemas": description["components"]["schemas"]}})
    for operations in kept["paths"].values():
        for operation in operations.values():
            _name_the_answer(operation, kept["components"]["schemas"])
    reached = _reached(kept["paths"], kept["components"]["schemas"])
    schemas = {name: schema for name, schema in sorted(kept["components"]["schemas"].items()) if name in reached}
    info = {"title": "Factcheck", "version": description["info"]["version"]}
    return {"openapi": description["openapi"], "info": info, "paths": kept["paths"], "components": {"schemas": schemas}}


def plain(node: Any) -> Any:
    if isinstance(node, list):
        return [plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        kept = [each for each in node["anyOf"] if "/Presented" not in str(each)]
        if len(kept) == 1:
            return plain(kept[0])
        node = {**node, "anyOf": kept}
    return {name: plain(value) for name, value in node.items() if not (name == "title" and isinstance(value, str))}


def _name_the_answer(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json")
    if content and "$ref" not in content["schema"]:
        name = f"{_words(operation['operationId'])}Answer"
        schemas[name] = content["schema"]
        content["schema"] = {"$ref": f"#/components/schemas/{name}"}


def _words(operation_id: str) -> str:
    return "".join(word.capitalize() for word in operation_id.split("_"))


def _reached(paths: dict[str, Any], schemas: dict[str, Any]) -> set[str]:
    answers = [
        content["schema"]
        for operations in paths.values()
        for operation in operations.values()
        for part in (operation["responses"].get("200", {}), operation.get("requestBody", {}))
        for content in part.get("content", {}).values()
    ]
    found: set[str] = set()
    waiting = re.findall(r"#/components/schemas/(\w+)", str(answers))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r"#/components/schemas/(\w+)", str(schemas[name]))
    return found


def types(description: dict[str, Any]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "types.py"
        generate(
            yaml.safe_dump(description),
            input_file_type=InputFileType.OpenAPI,
            openapi_scopes=[OpenAPIScope.Schemas],
            output=output,
            output_model_type=DataModelType.TypingTypedDict,
            target_python_version=PythonVersion.PY_311,
            use_union_operator=True,
            use_standard_collections=True,
            disable_timestamp=True,
            enum_field_as_literal="all",
            formatters=[],
            custom_file_header=HEADER,
        )
        # The standard library does not know closed types before Python 3.15.
        return output.read_text().replace(", closed=True", "").rstrip() + "\n"


HEADER = '''"""A typed client of the public API. Written by ``examples/client/generate.py``; do not edit."""
# ruff: noqa
'''

TYPING = "from typing import "
IMPORTS = """import json
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import cast
"""
TRANSPORT = '''

class FactcheckApi:
    """One method for each public endpoint; ``site`` is its address, such as ``https://factcheck.example``.

    A refusal is raised as :class:`urllib.error.HTTPError`; its body is a ``Problem`` that names what was wrong.
    """

    def __init__(self, site: str, *, seconds: float = 60.0) -> None:
        self.site = site.rstrip("/")
        self.seconds = seconds

    def ask(self, path: str, parameters: Mapping[str, object | None]) -> Any:
        given = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in parameters.items()
            if value is not None
        }
        query = f"?{urllib.parse.urlencode(given)}" if given else ""
        return self._answer(urllib.request.Request(self.site + path + query, headers={"Accept": "application/json"}))

    def send(self, path: str, body: Mapping[str, Any]) -> Any:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        return self._answer(urllib.request.Request(self.site + path, json.dumps(body).encode(), headers))

    def _answer(self, request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=self.seconds) as answer:
            return json.load(answer)
'''


def formatted(code: str) -> str:
    command = [find_ruff_bin(), "format", "--line-length", "120", "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True, check=True).stdout


def method(path: str, operation: dict[str, Any]) -> str:
    parameters = [each for each in operation.get("parameters", []) if each["name"] not in RESHAPING]
    places = [each["name"] for each in parameters if each["in"] == "path"]
    asked = [each for each in parameters if each["in"] == "query"]
    answer = _answer(operation)
    if answer is None:
        return ""
    signature = ["self", *(f"{name}: {_type(each)}" for each in parameters if (name := each["name"]) in places)]
    if asked:
        signature += ["*", *(f"{_name(each)}: {_type(each)} | None = None" for each in asked)]
    filled = re.sub(r"\{(\w+)\}", lambda found: "{urllib.parse.quote(str(" + found[1] + "), safe='')}", path)
    given = ", ".join(f'"{each["name"]}": {_name(each)}' for each in asked)
    summary = " ".join((operation.get("description") or path).split("\n\n")[0].split())
    head = f"    def {operation['operationId']}({', '.join(signature)}) -> {answer}:"
    body = f'        return cast({answer}, self.ask(f"{filled}", {{{given}}}))'
    return f'\n{head}\n        """{summary}"""\n{body}\n'


def question(path: str, operation: dict[str, Any]) -> str:
    """A method that sends a body."""
    asked = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    answer = _answer(operation)
    summary = " ".join(operation["description"].split("\n\n")[0].split())
    head = f"    def {operation['operationId']}(self, question: {asked}) -> {answer}:"
    return f'\n{head}\n        """{summary}"""\n        return cast({answer}, self.send("{path}", question))\n'


def _answer(operation: dict[str, Any]) -> str | None:
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json")
    return content["schema"]["$ref"].rpartition("/")[2] if content else None


def _name(parameter: dict[str, Any]) -> str:
    name = parameter["name"]
    return RESERVED.get(name, name)


def _type(parameter: dict[str, Any]) -> str:
    return TYPES[parameter["schema"].get("type", "string")]


if __name__ == "__main__":
    sys.exit(main())
