// GitHub's published description of its REST API: fills an answer up to what it requires, and checks
// that an answer is what it says.
import { readFileSync } from "node:fs";
import Ajv from "ajv";

const description = JSON.parse(
  readFileSync(new URL("node_modules/@octokit/openapi/generated/api.github.com.json", import.meta.url), "utf8"));
const components = description.components.schemas;

// OpenAPI 3.0's "nullable" in the words of JSON Schema.
function plain(schema) {
  if (Array.isArray(schema)) return schema.map(plain);
  if (!schema || typeof schema !== "object") return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === "example" || key === "examples" ? true : plain(value)]));
  delete rest.example;
  delete rest.examples;
  return nullable === true ? { anyOf: [rest, { type: "null" }] } : rest;
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
ajv.addSchema({ $id: "github", components: { schemas: plain(components) } });

const checks = new Map();

function schemaOf(path) {
  return description.paths[path].get.responses["200"].content["application/json"].schema;
}

const absolute = (schema) =>
  JSON.parse(JSON.stringify(plain(schema)).replaceAll("#/components", "github#/components"));

// Throws where an answer to GET path is not as described.
export function check(path, answer) {
  if (!checks.has(path)) checks.set(path, ajv.compile(absolute(schemaOf(path))));
  const valid = checks.get(path);
  if (!valid(answer))
    throw new Error(`${path} is not as described: ${ajv.errorsText(valid.errors)}`);
}

const resolve = (schema) => schema.$ref ? components[schema.$ref.split("/").pop()] : schema;

function sample(schema, depth) {
  schema = resolve(schema);
  if (schema.nullable) return null;
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => sample(one, depth)));
  if (schema.anyOf || schema.oneOf) return sample((schema.anyOf ?? schema.oneOf)[0], depth);
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
  case "integer": case "number": return 0;
  case "boolean": return false;
  case "array": return [];
  case "string": return schema.format === "date-time" ? "2020-01-01T00:00:00Z"
    : schema.format === "uri" ? "https://api.github.com/x" : "x";
  default: return depth > 4 ? {} : fill(schema, {}, depth + 1);
  }
}

// Adds what is required and not given.
export function fill(schema, given, depth = 0) {
  schema = resolve(schema);
  const out = { ...given };
  for (const key of schema.required ?? [])
    if (!(key in out)) out[key] = sample(schema.properties[key], depth);
  return out;
}
export const fillAs = (name, given) => fill(components[name], given);
