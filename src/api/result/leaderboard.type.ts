/** The types of a dataset's leaderboard. */
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Result } from "./result.type.js";

export const MetricDirection = { HIGHER: "HIGHER", LOWER: "LOWER", UNKNOWN: "UNKNOWN" } as const;
registerEnumType(MetricDirection, {
  name: "MetricDirection",
  description: "Which values of a metric are better.",
  valuesConfig: {
    HIGHER: { description: "Higher is better, as of accuracy." },
    LOWER: { description: "Lower is better, as of an error." },
    UNKNOWN: { description: "Its name does not tell; the highest comes first, and nothing is called best." },
  },
});

@ObjectType("DatasetMetric", { description: "A metric that papers report on a dataset.", simpleResolvers: true })
export class DatasetMetric {
  @Field(() => String, { description: "Commonest writing, in lower case." })
  metric: string;
  @Field(() => MetricDirection, { description: "Which values are better." })
  direction: string;
  @Field(() => Int, { description: "How many absolute values are reported." })
  count: number;
}

@ObjectType("LeaderboardRow", { description: "A result in a leaderboard.", simpleResolvers: true })
export class LeaderboardRow {
  @Field(() => Int, { description: "Place: 1 for the best; equal values share a place." })
  rank: number;
  @Field(() => Float, { description: "Value in the leaderboard's unit." })
  value: number;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether no earlier paper of the leaderboard has a value as good; null without a date or a known direction.",
  })
  bestSoFar: boolean | null;
  @Field(() => Result, { description: "The result with its setting, evidence, paper and technique." })
  result: Result;
}

@ObjectType("Leaderboard", {
  description: "Absolute values of one metric in one unit on a dataset, as papers' texts report them, best first.",
  simpleResolvers: true,
})
export class Leaderboard {
  @Field(() => String, { description: "The metric, in lower case." })
  metric: string;
  @Field(() => MetricDirection, { description: "Which values are better." })
  direction: string;
  @Field(() => String, { nullable: true, description: "Unit of the values: the commonest of the metric here." })
  unit: string | null;
  @Field(() => Int, { description: "How many values there are, whatever `first`." })
  totalCount: number;
  @Field(() => Int, { description: "Values of the metric that are left out: differences, and values in other units." })
  leftOut: number;
  @Field(() => [LeaderboardRow], { description: "The values, best first; of equal ones the earlier paper's." })
  rows: LeaderboardRow[];
}
