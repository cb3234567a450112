/** An operation's variables as a URL gives them: texts, turned into what each variable's type takes. */
import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
} from "graphql";
import { PapergraphError } from "../../errors.js";

const wrong = (argument: string, says: string): PapergraphError =>
  new PapergraphError("BAD_USER_INPUT", `${argument}: ${says}.`, { argument });

function single(name: string, text: string, type: GraphQLNamedType): unknown {
  if (isEnumType(type)) {
    const known = type.getValues().map((v) => v.name);
    if (!known.includes(text)) throw wrong(name, `takes one of ${known.join(", ")}`);
    return text;
  }
  if (isInputObjectType(type)) {
    try {
      const value: unknown = JSON.parse(text);
      if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
    } catch {
      // Told below.
    }
    throw wrong(name, `takes a JSON object of the type ${type.name}`);
  }
  switch (type.name) {
    case "Int":
      if (!/^-?\d{1,10}$/.test(text)) throw wrong(name, "takes a whole number");
      return Number(text);
    case "Float":
      if (text.trim() === "" || !Number.isFinite(Number(text))) throw wrong(name, "takes a number");
      return Number(text);
    case "Boolean":
      if (!/^(true|false|1|0)$/i.test(text)) throw wrong(name, "takes true or false");
      return /^(true|1)$/i.test(text);
    default:
      return text;
  }
}

/**
 * The variables out of a URL's parameters. A list is a parameter given several times; an input object is JSON; an empty
 * parameter is one left out, since dashboards send those. Throws BAD_USER_INPUT with the parameter's name.
 */
export function variablesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const definitions = operation.variableDefinitions ?? [];
  const names = definitions.map((d) => d.variable.name.value);
  for (const name of Object.keys(given))
    if (!names.includes(name))
      throw wrong(
        name,
        names.length === 0
          ? "this operation takes no parameters"
          : `there is no such parameter; it takes ${names.join(", ")}`,
      );
  for (const definition of definitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type as never) as GraphQLInputType;
    const texts = [given[name] ?? []].flat().filter((t) => t !== "");
    if (texts.length === 0) {
      if (isNonNullType(type) && definition.defaultValue === undefined)
        throw wrong(name, `must be given; it takes ${print(definition.type)}`);
      continue;
    }
    const bare = getNullableType(type);
    if (isListType(bare)) out[name] = texts.map((t) => single(name, t, getNamedType(type)));
    else if (texts.length > 1) throw wrong(name, "is given more than once and takes one value");
    else out[name] = single(name, texts[0]!, getNamedType(type));
  }
  return out;
}
