/** Resolves what a result is of: its paper, dataset and technique. */
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Row } from "../../store/store.js";
import type { Context } from "../context.js";
import { Dataset } from "../dataset/dataset.type.js";
import { entity, load } from "../entity.js";
import { parseEvidence } from "../fact.type.js";
import { Paper } from "../paper/paper.type.js";
import { Technique } from "../technique/technique.type.js";
import { Result } from "./result.type.js";

/** A result out of a row of the store. */
export const resultOf = (row: Row): Result =>
  entity<Result>("Result", { ...row, evidence: parseEvidence(row.evidence) as never, foundBy: row.foundBy ?? [] });

@Resolver(() => Result)
export class ResultResolver {
  @FieldResolver(() => Paper, { description: "The paper that reports it." })
  paper(@Root() result: Result, @Ctx() ctx: Context): Promise<Paper | null> {
    return load<Paper>(ctx, "Paper", result.paperId);
  }
  @FieldResolver(() => Dataset, { nullable: true, description: "The dataset measured on." })
  dataset(@Root() result: Result, @Ctx() ctx: Context): Promise<Dataset | null> {
    return load<Dataset>(ctx, "Dataset", result.datasetId);
  }
  @FieldResolver(() => Technique, { nullable: true, description: "The technique measured, where the text says which." })
  async technique(@Root() result: Result, @Ctx() ctx: Context): Promise<Technique | null> {
    return result.techniqueId == null ? null : load<Technique>(ctx, "Technique", result.techniqueId);
  }
}
