/** Resolves what a statement is of: its paper and its two techniques. */
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Row } from "../../store/store.js";
import type { Context } from "../context.js";
import { entity, load } from "../entity.js";
import { parseEvidence } from "../fact.type.js";
import { Paper } from "../paper/paper.type.js";
import { Technique } from "../technique/technique.type.js";
import { wordOf } from "../words.js";
import { Statement } from "./statement.type.js";

/** A statement out of a row of the store. */
export const statementOf = (row: Row): Statement =>
  entity<Statement>("Statement", {
    ...row,
    type: wordOf(String(row.type)),
    evidence: parseEvidence(row.evidence) as never,
    foundBy: row.foundBy ?? [],
    confidence: row.confidence ?? null,
  });

@Resolver(() => Statement)
export class StatementResolver {
  @FieldResolver(() => Paper, { description: "The paper that states it." })
  paper(@Root() statement: Statement, @Ctx() ctx: Context): Promise<Paper | null> {
    return load<Paper>(ctx, "Paper", statement.paperId);
  }
  @FieldResolver(() => Technique, { description: "The technique that the statement starts from." })
  from(@Root() statement: Statement, @Ctx() ctx: Context): Promise<Technique | null> {
    return load<Technique>(ctx, "Technique", statement.fromId);
  }
  @FieldResolver(() => Technique, { description: "The technique that it leads to." })
  to(@Root() statement: Statement, @Ctx() ctx: Context): Promise<Technique | null> {
    return load<Technique>(ctx, "Technique", statement.toId);
  }
}
