/** What a search box offers while somebody types: names by prefix, slips forgiven, out of memory. */
import { IsOptional, Matches, MaxLength } from "class-validator";
import {
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import { FirstArgs, NOT_BLANK, PAGE_DEFAULT, TEXT, TEXT_MAX } from "../arguments.js";
import type { Context } from "../context.js";
import { load } from "../entity.js";
import { Node } from "../node.type.js";
import { NAMED_LABELS, type NamedLabel } from "./name-index.js";

const SuggestKind = { TECHNIQUE: "Technique", DATASET: "Dataset", TASK: "Task", REPOSITORY: "Repository" };
registerEnumType(SuggestKind, {
  name: "SuggestKind",
  description: "What a suggestion may be.",
  valuesConfig: {
    TECHNIQUE: { description: "Techniques." },
    DATASET: { description: "Datasets." },
    TASK: { description: "Tasks." },
    REPOSITORY: { description: "Repositories, by address." },
  },
});
const SuggestMatch = { EXACT: "EXACT", PREFIX: "PREFIX", WORD: "WORD", TYPO: "TYPO" };
registerEnumType(SuggestMatch, {
  name: "SuggestMatch",
  description: "How a name meets what was typed, best first.",
  valuesConfig: {
    EXACT: { description: "The text is the name or an alias, in whatever writing." },
    PREFIX: { description: "A name or alias begins with the text." },
    WORD: { description: "A later word of a name or alias begins with the text." },
    TYPO: {
      description: "A name or alias would begin with the text but for one slip, or two from nine letters on.",
    },
  },
});

@ArgsType()
class SuggestArgs extends FirstArgs {
  @Field(() => String, { description: "What was typed so far; case, blanks and signs do not matter." })
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  text: string;

  @Field(() => [SuggestKind], { nullable: true, description: "Only these kinds; all where it is left out." })
  @IsOptional()
  kinds?: string[] | null;
}

@ObjectType("Suggestion", { description: "A name that a search box may offer.", simpleResolvers: true })
export class Suggestion {
  @Field(() => SuggestKind, { description: "What it is." })
  kind: string;
  @Field(() => String, { description: "Canonical name, or a repository's address." })
  name: string;
  @Field(() => String, { description: "The writing that met the text: the name itself or an alias." })
  writing: string;
  @Field(() => SuggestMatch, { description: "How the writing meets the text." })
  match: string;
  @Field(() => Int, { description: "How many papers are joined to it." })
  paperCount: number;
  /** Stored id, for the resolver. */
  key: string;
}

@Resolver(() => Suggestion)
export class SuggestResolver {
  @Query(() => [Suggestion], {
    description:
      "Names that a text is, begins, or would begin but for a slip, best first. They come out of memory: only `node` reads the store.",
  })
  async suggest(@Args() args: SuggestArgs, @Ctx() ctx: Context): Promise<Suggestion[]> {
    const kinds = new Set(args.kinds ?? NAMED_LABELS) as ReadonlySet<NamedLabel>;
    const found = await ctx.names.suggest(args.text, kinds, args.first ?? PAGE_DEFAULT);
    return found.map(({ label, id, ...s }) => ({ ...s, kind: label, key: id }));
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: "The node of the name; null where a load has just taken it away.",
  })
  node(@Root() suggestion: Suggestion, @Ctx() ctx: Context): Promise<Node | null> {
    return load<Node>(ctx, suggestion.kind as NamedLabel, suggestion.key);
  }
}
