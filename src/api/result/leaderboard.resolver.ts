/** A dataset's metrics and leaderboard, out of the results that papers report on it. */
import { IsOptional, Matches, MaxLength } from "class-validator";
import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from "type-graphql";
import { FirstArgs, NOT_BLANK, PAGE_DEFAULT, TEXT, TEXT_MAX } from "../arguments.js";
import type { Context } from "../context.js";
import { Dataset } from "../dataset/dataset.type.js";
import { storedId } from "../entity.js";
import { metricsOf, ranking } from "./leaderboard.js";
import { DatasetMetric, Leaderboard, type LeaderboardRow } from "./leaderboard.type.js";
import { resultOf } from "./result.resolver.js";

@ArgsType()
class LeaderboardArgs extends FirstArgs {
  @Field(() => String, {
    nullable: true,
    description: "Metric, in whatever writing; the one with most values where it is left out.",
  })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  metric?: string | null;
}

@Resolver(() => Dataset)
export class LeaderboardResolver {
  @FieldResolver(() => [DatasetMetric], {
    description: "Metrics that papers report on it, those of most values first.",
  })
  async metrics(@Root() dataset: Dataset, @Ctx() ctx: Context): Promise<DatasetMetric[]> {
    return metricsOf(await ctx.store.read("dataset-results", { id: storedId(dataset) }));
  }

  @FieldResolver(() => Leaderboard, {
    nullable: true,
    description:
      "What papers report of one metric on it, best first; null where no text gives an absolute value. Texts seldom say all of a setting: read the evidence before comparing.",
  })
  async leaderboard(
    @Root() dataset: Dataset,
    @Args() args: LeaderboardArgs,
    @Ctx() ctx: Context,
  ): Promise<Leaderboard | null> {
    const ranked = ranking(await ctx.store.read("dataset-results", { id: storedId(dataset) }), args.metric ?? null);
    if (ranked === null) return null;
    const rows = await Promise.all(
      ranked.rows
        .slice(0, args.first ?? PAGE_DEFAULT)
        .map(async ({ rank, bestSoFar, row }): Promise<LeaderboardRow[]> => {
          const [result] = await ctx.store.read("result-by-id", { id: row.id });
          return result === undefined ? [] : [{ rank, value: row.value, bestSoFar, result: resultOf(result) }];
        }),
    );
    return { ...ranked, totalCount: ranked.rows.length, rows: rows.flat() };
  }
}
