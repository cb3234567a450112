/** `GET /q/NAME.json`, `.csv`, `.ndjson`: a stored operation as flat rows, for spreadsheets and dashboards. */
import { createHash } from "node:crypto";
import type { ApolloServer } from "@apollo/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { GraphQLFormattedError, GraphQLSchema } from "graphql";
import { print } from "graphql";
import { PapergraphError } from "../../errors.js";
import type { Context } from "../context.js";
import { formatted } from "../format-error.js";
import { flatten } from "./flatten.js";
import { FORMATS } from "./formats.js";
import { storedOperations } from "./operations.js";
import { variablesOf } from "./parameters.js";

const STATUS: Readonly<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  TOO_COMPLEX: 400,
  STORE_UNAVAILABLE: 503,
  TIMEOUT: 503,
};
type Texts = Record<string, string | string[] | undefined>;

const notFound = (message: string): GraphQLFormattedError => formatted({}, "BAD_USER_INPUT", message);
/** `If-None-Match` compares weakly: what went out compressed is the same answer. */
const matches = (header: string, etag: string): boolean => {
  const bare = (tag: string): string => tag.trim().replace(/^W\//, "");
  return header.split(",").some((tag) => tag.trim() === "*" || bare(tag) === bare(etag));
};

export function serveRows(
  app: FastifyInstance,
  apollo: ApolloServer<Context>,
  schema: GraphQLSchema,
  context: Context,
): void {
  const operations = storedOperations(schema);
  const formats = Object.keys(FORMATS);
  const fail = (reply: FastifyReply, status: number, errors: readonly GraphQLFormattedError[]): FastifyReply =>
    reply.code(status).type("application/json; charset=utf-8").send({ errors });

  app.get("/q", async () =>
    [...operations.values()].map(({ name, description, operation, plan }) => ({
      name,
      description,
      urls: formats.map((f) => `/q/${name}.${f}`),
      parameters: (operation.variableDefinitions ?? []).map((d) => ({
        name: d.variable.name.value,
        type: print(d.type),
        default: d.defaultValue === undefined ? null : print(d.defaultValue),
      })),
      columns: [...plan.outer, ...plan.inner].map((c) => c.name),
    })),
  );

  app.get<{ Params: { file: string }; Querystring: Texts }>("/q/:file", async (request, reply) => {
    const { file } = request.params;
    const dot = file.lastIndexOf(".");
    const name = dot < 0 ? file : file.slice(0, dot);
    const format = dot < 0 ? undefined : FORMATS[file.slice(dot + 1)];
    const stored = operations.get(name);
    if (stored === undefined) {
      const several = [...operations.keys()].filter((n) => n.startsWith(`${name}:`));
      const known = several.length > 0 ? several : [...operations.keys()];
      const why = several.length > 0 ? `${name} holds several operations` : `There is no stored operation ${name}`;
      return fail(reply, 404, [notFound(`${why}. Ask for one of ${known.join(", ")}.`)]);
    }
    if (format === undefined || !Object.hasOwn(FORMATS, file.slice(dot + 1)))
      return fail(reply, 404, [notFound(`${name} comes as ${formats.map((f) => `.${f}`).join(", ")}.`)]);
    let variables: Record<string, unknown>;
    try {
      variables = variablesOf(schema, stored.operation, request.query);
    } catch (error) {
      if (!(error instanceof PapergraphError)) throw error;
      const { argument } = error.details;
      return fail(reply, 400, [formatted({}, error.code, error.message, { argument })]);
    }
    const { plan } = stored;
    const { body } = await apollo.executeOperation(
      {
        query: plan.text,
        variables,
        ...(plan.operationName === undefined ? {} : { operationName: plan.operationName }),
      },
      { contextValue: context },
    );
    if (body.kind !== "single") throw new Error("a stored operation answers at once");
    const { data, errors } = body.singleResult;
    if (errors !== undefined && errors.length > 0)
      return fail(reply, STATUS[String(errors[0]!.extensions?.code)] ?? 500, errors);
    const flat = flatten(plan, data);
    if (flat === null) {
      const asked = new URLSearchParams(request.url.split("?")[1] ?? "");
      return fail(reply, 404, [
        notFound(`The graph has no ${plan.above.join(".")} for ${asked.toString() || "this"}.`),
      ]);
    }
    const text = format.write(flat);
    const etag = `W/"${createHash("sha256").update(text).update(String(flat.next)).digest("base64url").slice(0, 22)}"`;
    reply.header("etag", etag).header("cache-control", "no-cache").type(format.type);
    if (flat.next !== null && plan.next !== null) {
      const query = new URLSearchParams(request.url.split("?")[1] ?? "");
      query.set(plan.next.variable, flat.next);
      reply.header("link", `</q/${encodeURIComponent(file)}?${query}>; rel="next"`);
    }
    return matches(request.headers["if-none-match"] ?? "", etag) ? reply.code(304).send() : reply.send(text);
  });
}
