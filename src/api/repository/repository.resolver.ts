/** Repositories: lookup by address, the list, and the papers that give them. */
import { Matches, MaxLength } from "class-validator";
import type { GraphQLResolveInfo } from "graphql";
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { NOT_BLANK, PageArgs, TEXT, TEXT_MAX } from "../arguments.js";
import type { Connection } from "../connection.js";
import type { Context } from "../context.js";
import { EntitiesArgs } from "../dataset/dataset.args.js";
import { byKey, byName, type Entity, plainUrl } from "../entity.js";
import { entityOrder } from "../order.js";
import { listOf, papersOf } from "../pages.js";
import { RepositoryPaperConnection, type RepositoryPaperEdge } from "../paper/paper.type.js";
import { Repository, RepositoryConnection, type RepositoryEdge } from "./repository.type.js";

@ArgsType()
class UrlArgs {
  @Field(() => String, { description: "Address, with or without scheme, in any case." })
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  url: string;
}

@Resolver(() => Repository)
export class RepositoryResolver {
  @Query(() => Repository, {
    nullable: true,
    description: "The repository or page of an address; null where no paper gives it.",
  })
  async repository(@Args() { url }: UrlArgs, @Ctx() ctx: Context): Promise<Repository | null> {
    const id = plainUrl(url);
    return (await byKey<Repository>(ctx, "Repository", id)) ?? byName<Repository>(ctx, "Repository", id);
  }

  @Query(() => RepositoryConnection, { description: "Repositories, those of most papers first." })
  repositories(
    @Args() args: EntitiesArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<RepositoryEdge>> {
    return listOf<RepositoryEdge>("Repository", [], entityOrder(args.orderBy), args, ctx, info);
  }

  @FieldResolver(() => RepositoryPaperConnection, { description: "Papers that give the address, latest first." })
  papers(
    @Root() repository: Repository,
    @Args() args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<RepositoryPaperEdge>> {
    return papersOf<RepositoryPaperEdge>(repository as unknown as Entity, args, ctx, info);
  }
}
