/** Serves the graph over HTTP: GraphQL, flat rows, GraphiQL, a landing page and the health endpoints. */
// Before all types: their decorators need it.
import "reflect-metadata";
import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from "@as-integrations/fastify";
import compress from "@fastify/compress";
import cors from "@fastify/cors";
import fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance, LogController } from "fastify";
import { GraphQLError, type GraphQLSchema } from "graphql";
import pino from "pino";
import type { Config } from "../config.js";
import { PapergraphError } from "../errors.js";
import type { GraphStore } from "../store/store.js";
import type { Context } from "./context.js";
import { compiledExecutor } from "./executor.js";
import { errorFormatter, formatted } from "./format-error.js";
import { statsOf } from "./graph/graph.resolver.js";
import { asset, graphiqlPage, landingPage } from "./landing.js";
import { type Cost, costOf } from "./limits.js";
import { serveRows } from "./rows/route.js";
import { apiSchema } from "./schema.js";
import { printSdl } from "./sdl.js";
import { NameIndex } from "./search/name-index.js";

export interface Server {
  /** Where it listens, as `http://localhost:4000/`. */
  url: string;
  /** Takes no new requests, answers those in flight, then resolves. The store stays open. */
  close(): Promise<void>;
}

/** Milliseconds that `/readyz` waits for the store. */
const READY_WITHIN = 2_000;
/** Milliseconds between looks for idle connections while closing. */
const IDLE_CHECK = 20;
/** Largest request body, in bytes: a query of the most tokens with its variables fits many times. */
const BODY_LIMIT = 1_000_000;

/** Refuses what is too deep or asks for too many nodes before anything is read, and tells each query's cost. */
function limitsPlugin(schema: GraphQLSchema, config: Config): ApolloServerPlugin<Context> {
  const tooComplex = (message: string): GraphQLError =>
    new GraphQLError(message, { extensions: { code: "TOO_COMPLEX", http: { status: 400 } } });
  return {
    async requestDidStart() {
      let cost: Cost | undefined;
      return {
        async didResolveOperation({ document, operation, request }) {
          if (operation === undefined) return;
          if (operation.operation !== "query")
            throw new GraphQLError(`The graph is read only: it takes queries, no ${operation.operation}.`, {
              extensions: { code: "GRAPHQL_VALIDATION_FAILED", http: { status: 400 } },
            });
          cost = costOf(schema, document, operation, request.variables ?? {});
          if (cost.depth > config.maxDepth)
            throw tooComplex(
              `The query has ${cost.depth} levels of fields, and ${config.maxDepth} are allowed. Ask for the deeper part by id in a second query.`,
            );
          if (cost.nodes > config.maxNodes)
            throw tooComplex(
              `The query asks for up to ${cost.nodes} nodes, and ${config.maxNodes} are allowed. Lower its \`first\` arguments and page.`,
            );
        },
        async willSendResponse({ response }) {
          if (cost === undefined || response.body.kind !== "single") return;
          response.body.singleResult.extensions = {
            ...response.body.singleResult.extensions,
            cost: { nodes: cost.nodes, left: config.maxNodes - cost.nodes, depth: cost.depth },
          };
        },
      };
    },
  };
}

/** Listens on the configured address before it returns. Throws BAD_CONFIG where the address cannot be had. */
export async function startServer(store: GraphStore, config: Config): Promise<Server> {
  // The log goes to the error stream: the command line's answer has the other for itself.
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: false }));
  const schema = await apiSchema();
  const sdl = await printSdl();
  const names = new NameIndex(store);
  const context: Context = { store, config, names };
  const formatError = errorFormatter(log);
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // A line a request would cost more than many answers.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // Long GET queries are usual with GraphQL.
    routerOptions: { maxParamLength: 200 },
  });
  const apollo = new ApolloServer<Context>({
    gateway: compiledExecutor(schema, config),
    introspection: config.introspection,
    parseOptions: { maxTokens: config.maxTokens },
    formatError,
    logger: {
      debug: (m) => log.debug(m),
      info: (m) => log.debug(m),
      warn: (m) => log.warn(m),
      error: (m) => log.error(m),
    },
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    // There are no cookies and no mutations: a GET from another page can do nothing that its visitor could not.
    csrfPrevention: false,
    persistedQueries: false,
    cache: "bounded",
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(app),
      limitsPlugin(schema, config),
    ],
  });
  await apollo.start();

  await app.register(cors, {
    origin: "*",
    methods: ["GET", "HEAD", "POST", "OPTIONS"],
    exposedHeaders: ["etag", "link"],
  });
  await app.register(compress, { threshold: 2048 });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    const wrong =
      status >= 400 && status < 500
        ? formatted({}, "BAD_USER_INPUT", `The request cannot be read: ${error.message}.`.replace(/\.\.$/, "."))
        : formatError({ message: error.message }, error);
    return reply.code(status).send({ errors: [wrong] });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      errors: [
        formatted({}, "BAD_USER_INPUT", `There is nothing at ${request.url.split("?")[0]}. GraphQL is at /graphql.`),
      ],
    }),
  );
  app.route({
    url: "/graphql",
    method: ["GET", "POST"],
    handler: fastifyApolloHandler(apollo, { context: async () => context }),
  });
  serveRows(app, apollo, schema, context);
  app.get("/", async (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(landingPage(await statsOf(store))),
  );
  app.get("/graphiql", async (_request, reply) => reply.type("text/html; charset=utf-8").send(graphiqlPage()));
  app.get<{ Params: { file: string } }>("/graphiql/:file", async (request, reply) => {
    const found = await asset(request.params.file);
    if (found === undefined) return reply.callNotFound();
    return reply.type(found.type).header("cache-control", "public, max-age=86400").send(found.body);
  });
  if (config.introspection)
    app.get("/schema.graphql", async (_request, reply) => reply.type("text/plain; charset=utf-8").send(sdl));
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    let timer: NodeJS.Timeout | undefined;
    try {
      await Promise.race([
        store.ping(),
        new Promise((_resolve, reject) => {
          timer = setTimeout(() => reject(new Error("no answer in time")), READY_WITHIN);
        }),
      ]);
      return { status: "ready" };
    } catch {
      return reply.code(503).send({ status: "unavailable", reason: "The store does not answer." });
    } finally {
      clearTimeout(timer);
    }
  });

  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await apollo.stop();
    const { code } = error as NodeJS.ErrnoException;
    throw new PapergraphError(
      "BAD_CONFIG",
      code === "EADDRINUSE"
        ? `Port ${config.port} of ${config.host} is taken. Choose another with PORT; 0 takes a free one.`
        : `Cannot listen on ${config.host}:${config.port}: ${(error as Error).message}`,
      { setting: "PORT" },
      { cause: error },
    );
  }
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : config.port;
  // The name that people type; the loopback addresses are what it leads to.
  const local = config.host === "127.0.0.1" || config.host === "::1";
  const host = local ? "localhost" : config.host.includes(":") ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${port}/`,
    async close() {
      // Apollo's drain closes fastify, which answers what is in flight; connections that clients keep open after their
      // answer would hold that up, so they are closed as they fall idle.
      const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK);
      try {
        await apollo.stop();
      } finally {
        clearInterval(idle);
      }
    },
  };
}
