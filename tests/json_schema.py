#!/usr/bin/env python3
"""The documented JSON format against what the program prints.

json_schema.py SCHEMA MANUAL PROGRAM. PROGRAM prints a report in which every key occurs. Prints TAP.
"""

import json
import pathlib
import re
import subprocess
import sys

import jsonschema


def objects(schema, defs, path="", seen=()):
    """(path, properties) of every object that the schema describes."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in seen:
            yield from objects(defs[name], defs, path, seen + (name,))
    if "properties" in schema:
        yield path, schema["properties"]
        for key, value in schema["properties"].items():
            yield from objects(value, defs, f"{path}.{key}", seen)
    if "items" in schema:
        yield from objects(schema["items"], defs, path + "[]", seen)


def closed(schema):
    """The same schema, with every object closed: for finding keys that it does not describe."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        schema = [closed(value) for value in schema]
    return schema


def values_at(value, path):
    """All values that a report has at ".findings[].evidence[]"."""
    for step in re.findall(r"\.[^.\[]+|\[\]", path):
        if step == "[]":
            value = [item for list_ in value for item in list_]
        else:
            value = [item[step[1:]] for item in value if item and step[1:] in item]
    return value


def main():
    schema_file, manual_file, *program = sys.argv[1:]
    schema = json.loads(pathlib.Path(schema_file).read_text(encoding="utf-8"))
    manual = pathlib.Path(manual_file).read_text(encoding="utf-8")
    text = subprocess.run(program, check=True, capture_output=True).stdout
    report = json.loads(text)
    problems = {}

    jsonschema.Draft202012Validator.check_schema(schema)
    errors = jsonschema.Draft202012Validator(closed(schema)).iter_errors(report)
    problems["the report is as the schema says"] = [
        f"{error.json_path}: {error.message}" for error in errors]

    problems["every key occurs in the report"] = [
        f"{path}.{key}" for path, keys in objects(schema, schema["$defs"]) for key in keys
        if path != ".metrics" and not any(key in (item or {})
                                          for item in values_at([report], path))]

    problems["every key is in the manual"] = sorted(
        {key for _, keys in objects(schema, schema["$defs"]) for key in keys
         if f"`{key}`" not in manual and key != "unknown"})

    named = {name for row in re.findall(r"^\| (`.*?) \|", manual, re.MULTILINE)
             for name in re.findall(r"`(\w+)`", row)}
    known = {key for _, keys in objects(schema, schema["$defs"]) for key in keys}
    problems["the manual has no other keys"] = sorted(named - known)

    wrong = json.loads(json.dumps(report))
    wrong["milestones"][0]["verdict"] = "maybe"
    valid = jsonschema.Draft202012Validator(schema).is_valid(wrong)
    problems["the schema refuses what is wrong"] = ["an unknown verdict passed"] if valid else []

    print(f"1..{len(problems)}")
    for number, (name, found) in enumerate(problems.items(), 1):
        print(f"{'not ok' if found else 'ok'} {number} - {name}")
        for problem in found:
            print(f"# {problem}")
    return 1 if any(problems.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
