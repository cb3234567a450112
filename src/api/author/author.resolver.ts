/** Authors: lookup, the list, and their papers. */
import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { NameArgs, PageArgs } from "../arguments.js";
import type { Connection } from "../connection.js";
import type { Context } from "../context.js";
import { EntitiesArgs } from "../dataset/dataset.args.js";
import { byName, type Entity } from "../entity.js";
import { entityOrder } from "../order.js";
import { listOf, papersOf } from "../pages.js";
import { PaperConnection, type PaperEdge } from "../paper/paper.type.js";
import { Author, AuthorConnection, type AuthorEdge } from "./author.type.js";

@Resolver(() => Author)
export class AuthorResolver {
  @Query(() => Author, { nullable: true, description: "The author of a name, in any case; null where there is none." })
  author(@Args() { name }: NameArgs, @Ctx() ctx: Context): Promise<Author | null> {
    return byName<Author>(ctx, "Author", name);
  }

  @Query(() => AuthorConnection, { description: "Authors, those of most papers first." })
  authors(
    @Args() args: EntitiesArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AuthorEdge>> {
    return listOf<AuthorEdge>("Author", [], entityOrder(args.orderBy), args, ctx, info);
  }

  @FieldResolver(() => PaperConnection, { description: "Papers of the author, latest first." })
  papers(
    @Root() author: Author,
    @Args() args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PaperEdge>> {
    return papersOf<PaperEdge>(author as unknown as Entity, args, ctx, info);
  }
}
