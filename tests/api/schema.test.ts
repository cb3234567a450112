/** The schema: every part of it described, the committed text true, the queries that it rests on true to their headers. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from "graphql";
import { expect, test } from "vitest";
import { apiSchema } from "../../src/api/schema.js";
import { printSdl } from "../../src/api/sdl.js";
import { PATH_EDGES } from "../../src/ontology.js";
import { packageRoot } from "../../src/root.js";
import { readQueries } from "../../src/store/query-files.js";

function undescribed(schema: GraphQLSchema): string[] {
  const missing: string[] = [];
  const check = (name: string, description: string | null | undefined): void => {
    if (!description) missing.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__") || isSpecifiedScalarType(type) || type === schema.getQueryType()) {
      if (type !== schema.getQueryType()) continue;
    } else check(type.name, type.description);
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field.description);
        for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name}:)`, arg.description);
      }
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field.description);
    if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
  }
  return missing;
}

test("every type, field, argument and value is described", async () => {
  expect(undescribed(await apiSchema())).toEqual([]);
});

test("the committed schema is the one that the code gives", async () => {
  const file = join(packageRoot(), "schema", "schema.graphql");
  expect(existsSync(file), "schema/schema.graphql is missing: run `npm run generate`").toBe(true);
  expect(readFileSync(file, "utf8"), "schema/schema.graphql is old: run `npm run generate`").toBe(await printSdl());
});

test("paths take every edge that the ontology gives them", () => {
  const texts = [...readQueries()].filter(([name]) => name.endsWith("-neighbours")).map(([, q]) => q.text);
  const taken = new Set(texts.join("\n").match(/\b[A-Z][A-Z_]+\b/g));
  expect(PATH_EDGES.filter((type) => !taken.has(type))).toEqual([]);
});

test("every read query says what it is, takes and returns", () => {
  for (const [name, q] of readQueries()) {
    expect(q.doc, name).not.toBe("");
    expect(q.returns.size, name).toBeGreaterThan(0);
    const used = new Set([...q.text.matchAll(/\$(\w+)/g)].map((m) => m[1]!));
    expect([...used].sort(), name).toEqual([...q.params.keys()].sort());
    if (q.params.has("rows")) expect(q.returns.has("i"), name).toBe(true);
  }
});
