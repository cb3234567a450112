/** The stored operations: `operations/*.graphql`, read and checked once, each by the name that `/q` knows it by. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  TokenKind,
  validate,
} from "graphql";
import { packageRoot } from "../../root.js";
import { type Plan, planOf } from "./flatten.js";

export interface StoredOperation {
  /** The file's base name, with `:Operation` where the file holds several. */
  name: string;
  /** The comment above it. */
  description: string;
  operation: OperationDefinitionNode;
  plan: Plan;
}

/** The lines of comment right above a definition. */
function commentAbove(operation: OperationDefinitionNode): string {
  const lines: string[] = [];
  for (let t = operation.loc?.startToken.prev; t?.kind === TokenKind.COMMENT; t = t.prev) lines.unshift(t.value.trim());
  return lines.join(" ");
}

/** The operations of one file's text. Throws where it does not fit the schema. */
export function operationsOf(file: string, text: string, schema: GraphQLSchema): StoredOperation[] {
  const document: DocumentNode = parse(text);
  const [wrong] = validate(schema, document);
  if (wrong !== undefined) throw new Error(`${file}: ${wrong.message}`);
  const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  return operations.map((operation) => ({
    name: operations.length === 1 ? file : `${file}:${operation.name?.value ?? ""}`,
    description: commentAbove(operation),
    operation,
    plan: planOf(schema, document, operation),
  }));
}

export function storedOperations(schema: GraphQLSchema): Map<string, StoredOperation> {
  const folder = join(packageRoot(), "src", "api", "operations");
  const out = new Map<string, StoredOperation>();
  const files = readdirSync(folder).filter((f) => f.endsWith(".graphql"));
  for (const file of files.map((f) => basename(f, ".graphql")).sort())
    for (const o of operationsOf(file, readFileSync(join(folder, `${file}.graphql`), "utf8"), schema))
      out.set(o.name, o);
  return out;
}
