/** Datasets: lookup, the list, the papers that use them, and what stands beside them. */
import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { NameArgs, PageArgs } from "../arguments.js";
import type { Connection } from "../connection.js";
import type { Context } from "../context.js";
import { cooccurring } from "../cooccurrence.js";
import { byName, type Entity } from "../entity.js";
import { entityOrder } from "../order.js";
import { listOf, papersOf } from "../pages.js";
import { DatasetPaperConnection, type DatasetPaperEdge } from "../paper/paper.type.js";
import { DatasetPapersArgs, EntitiesArgs } from "./dataset.args.js";
import {
  Dataset,
  DatasetConnection,
  DatasetCooccurrenceConnection,
  type DatasetCooccurrenceEdge,
  type DatasetEdge,
} from "./dataset.type.js";

@Resolver(() => Dataset)
export class DatasetResolver {
  @Query(() => Dataset, {
    nullable: true,
    description: "The dataset of a name or alias, in any case; null where there is none.",
  })
  dataset(@Args() { name }: NameArgs, @Ctx() ctx: Context): Promise<Dataset | null> {
    return byName<Dataset>(ctx, "Dataset", name);
  }

  @Query(() => DatasetConnection, { description: "Datasets, those of most papers first." })
  datasets(
    @Args() args: EntitiesArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DatasetEdge>> {
    return listOf<DatasetEdge>("Dataset", [], entityOrder(args.orderBy), args, ctx, info);
  }

  @FieldResolver(() => DatasetPaperConnection, { description: "Papers that the dataset is joined to, latest first." })
  papers(
    @Root() dataset: Dataset,
    @Args() args: DatasetPapersArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DatasetPaperEdge>> {
    return papersOf<DatasetPaperEdge>(dataset as unknown as Entity, args, ctx, info);
  }

  @FieldResolver(() => DatasetCooccurrenceConnection, {
    description: "Datasets that stand in the same papers, those that share most first.",
  })
  cooccurring(
    @Root() dataset: Dataset,
    @Args() args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DatasetCooccurrenceEdge>> {
    return cooccurring<DatasetCooccurrenceEdge>(dataset as unknown as Entity, args, ctx, info);
  }
}
