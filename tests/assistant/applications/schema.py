"""As much of JSON Schema and OpenAPI 3.1 as ``case_system.yaml`` uses, to check what is sent and what is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from assistant.applications.adapters import http

DOCUMENT: Mapping[str, Any] = yaml.safe_load(Path(http.__file__).with_name("case_system.yaml").read_text("utf-8"))
_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
_KNOWN = {
    "$ref",
    "additionalProperties",
    "description",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
    "properties",
    "required",
    "type",
}


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Any = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return resolved(found)


def faults(schema: Mapping[str, Any], value: Any, where: str = "") -> list[str]:
    """Why a value does not fit a schema; empty where it does."""
    schema = resolved(schema)
    assert set(schema) <= _KNOWN, f"{where}: this checker does not know {set(schema) - _KNOWN}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if isinstance(value, bool) or not any(isinstance(value, _TYPES[kind]) for kind in kinds):
        return [f"{where}: not {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: not one of {schema['enum']}"]
    if isinstance(value, str):
        return _text_faults(schema, value, where)
    if isinstance(value, list):
        over = [f"{where}: too many"] if len(value) > schema["maxItems"] else []
        return over + [fault for each in value for fault in faults(schema["items"], each, f"{where}[]")]
    if isinstance(value, dict):
        return _object_faults(schema, value, where)
    inside = value is None or schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return [] if inside else [f"{where}: out of range"]


def _text_faults(schema: Mapping[str, Any], value: str, where: str) -> list[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return [f"{where}: length"]
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return [f"{where}: pattern"]
    try:
        {"date": date.fromisoformat, "date-time": datetime.fromisoformat}.get(schema.get("format", ""), str)(value)
    except ValueError:
        return [f"{where}: {schema['format']}"]
    return []


def _object_faults(schema: Mapping[str, Any], value: Mapping[str, Any], where: str) -> list[str]:
    known = schema["properties"]
    found = [f"{where}.{name}: missing" for name in schema.get("required", ()) if name not in value]
    if schema.get("additionalProperties", True) is False:
        found += [f"{where}.{name}: unknown" for name in value if name not in known]
    for name, each in value.items():
        if name in known:
            found += faults(known[name], each, f"{where}.{name}")
    return found


def request_faults(
    method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: Any
) -> tuple[str, list[str]]:
    """The operation that a request is for, and why it does not fit."""
    for template, operations in DOCUMENT["paths"].items():
        match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
        if match is None or method.lower() not in operations:
            continue
        operation = operations[method.lower()]
        given = {"path": match.groupdict(), "query": query, "header": headers}
        found = [fault for each in operation.get("parameters", ()) for fault in _parameter_faults(each, given)]
        names = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
        found += [f"query {name}: unknown" for name in query if name not in names]
        if "requestBody" in operation:
            found += faults(operation["requestBody"]["content"]["application/json"]["schema"], body, "body")
        return operation["operationId"], found
    return "", [f"{method} {path}: no such operation"]


def _parameter_faults(parameter: Mapping[str, Any], given: Mapping[str, Mapping[str, str]]) -> list[str]:
    value: Any = given[parameter["in"]].get(parameter["name"])
    if value is None:
        return [f"{parameter['name']}: missing"] if parameter["required"] else []
    if parameter["schema"]["type"] == "integer":
        value = int(value)
    return faults(parameter["schema"], value, parameter["name"])
