/** Venues: lookup, the list, and their papers. */
import { IsOptional, Max, Min } from "class-validator";
import type { GraphQLResolveInfo } from "graphql";
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, Int, Query, Resolver, Root } from "type-graphql";
import { nameKey } from "../../ontology.js";
import { NameArgs, PageArgs } from "../arguments.js";
import type { Connection } from "../connection.js";
import type { Context } from "../context.js";
import { EntitiesArgs } from "../dataset/dataset.args.js";
import { byKey, type Entity } from "../entity.js";
import { entityOrder } from "../order.js";
import { listOf, papersOf } from "../pages.js";
import { PaperConnection, type PaperEdge } from "../paper/paper.type.js";
import { Venue, VenueConnection, type VenueEdge } from "./venue.type.js";

const YEAR = "takes a year from 1 to 9999";

@ArgsType()
class VenueArgs extends NameArgs {
  @Field(() => Int, {
    nullable: true,
    description: "Year of the venue; without it the year with most papers is meant.",
  })
  @IsOptional()
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  year?: number | null;
}

@Resolver(() => Venue)
export class VenueResolver {
  @Query(() => Venue, {
    nullable: true,
    description: "The venue of a name, with or without its year, in any case; null where there is none.",
  })
  venue(@Args() { name, year }: VenueArgs, @Ctx() ctx: Context): Promise<Venue | null> {
    return byKey<Venue>(ctx, "Venue", nameKey(name), (row) => year == null || row.year === year);
  }

  @Query(() => VenueConnection, { description: "Venues, those of most papers first." })
  venues(
    @Args() args: EntitiesArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<VenueEdge>> {
    return listOf<VenueEdge>("Venue", [], entityOrder(args.orderBy), args, ctx, info);
  }

  @FieldResolver(() => PaperConnection, { description: "Papers of the venue, latest first." })
  papers(
    @Root() venue: Venue,
    @Args() args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PaperEdge>> {
    return papersOf<PaperEdge>(venue as unknown as Entity, args, ctx, info);
  }
}
