/** The schema: every resolver, once. */
import "reflect-metadata";
import { type GraphQLSchema, isInterfaceType } from "graphql";
import { buildSchema } from "type-graphql";
import { AuthorResolver } from "./author/author.resolver.js";
import { DatasetResolver } from "./dataset/dataset.resolver.js";
import { FACET_RESOLVERS } from "./facets/facets.resolver.js";
import { RisingEntryResolver, TrendResolver } from "./facets/trend.resolver.js";
import { GraphResolver } from "./graph/graph.resolver.js";
import { NodeResolver } from "./node.resolver.js";
import { PaperResolver } from "./paper/paper.resolver.js";
import { SimilarityReasonResolver, SimilarPaperResolver } from "./paper/similar.resolver.js";
import { PathResolver } from "./path/path.resolver.js";
import { RepositoryResolver } from "./repository/repository.resolver.js";
import { LeaderboardResolver } from "./result/leaderboard.resolver.js";
import { ResultResolver } from "./result/result.resolver.js";
import { LookupResolver } from "./search/lookup.resolver.js";
import { SearchResolver } from "./search/search.resolver.js";
import { SuggestResolver } from "./search/suggest.resolver.js";
import { StatementResolver } from "./statement/statement.resolver.js";
import { TaskResolver } from "./task/task.resolver.js";
import { TechniqueRelationResolver, TechniqueResolver } from "./technique/technique.resolver.js";
import { VenueResolver } from "./venue/venue.resolver.js";

let built: Promise<GraphQLSchema> | undefined;
/** Built once a process: the decorators' metadata is global, and a second build gives the same schema. */
export function apiSchema(): Promise<GraphQLSchema> {
  built ??= build();
  return built;
}

async function build(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      PaperResolver,
      TechniqueResolver,
      TechniqueRelationResolver,
      DatasetResolver,
      TaskResolver,
      RepositoryResolver,
      AuthorResolver,
      VenueResolver,
      StatementResolver,
      ResultResolver,
      SearchResolver,
      LookupResolver,
      SuggestResolver,
      ...FACET_RESOLVERS,
      TrendResolver,
      RisingEntryResolver,
      SimilarPaperResolver,
      SimilarityReasonResolver,
      LeaderboardResolver,
      PathResolver,
      GraphResolver,
      NodeResolver,
    ],
    validate: true,
  });
  // TypeGraphQL resolves types by a promise, which compiled queries do not wait for.
  for (const type of Object.values(schema.getTypeMap()))
    if (isInterfaceType(type)) type.resolveType = (value: { label: string }) => value.label;
  return schema;
}
