/** Arguments of the lookups and lists of papers. */
import { ArrayMaxSize, IsOptional, Matches, Max, MaxLength, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, Float, ID, InputType, Int } from "type-graphql";
import { FRACTION, ListArgs, NOT_BLANK, TEXT, TEXT_MAX } from "../arguments.js";
import { PaperOrder } from "../order.js";

const NAMES_MAX = 5;
const NAMES = `takes up to ${NAMES_MAX} names of 1 to ${TEXT_MAX} characters`;
const YEAR = "takes a year from 1 to 9999";

@InputType("PaperFilter", { description: "Which papers a list holds; a paper must meet all that is given." })
export class PaperFilter {
  @Field(() => [String], {
    nullable: true,
    description: `Names of techniques, ${NAMES_MAX} at most; a paper must be joined to all. An unknown name leaves nothing.`,
  })
  @IsOptional()
  @ArrayMaxSize(NAMES_MAX, { message: NAMES })
  @Matches(NOT_BLANK, { each: true, message: NAMES })
  @MaxLength(TEXT_MAX, { each: true, message: NAMES })
  techniques?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Names of datasets, ${NAMES_MAX} at most; a paper must be joined to all. An unknown name leaves nothing.`,
  })
  @IsOptional()
  @ArrayMaxSize(NAMES_MAX, { message: NAMES })
  @Matches(NOT_BLANK, { each: true, message: NAMES })
  @MaxLength(TEXT_MAX, { each: true, message: NAMES })
  datasets?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `Names of tasks, ${NAMES_MAX} at most; a paper must be joined to all. An unknown name leaves nothing.`,
  })
  @IsOptional()
  @ArrayMaxSize(NAMES_MAX, { message: NAMES })
  @Matches(NOT_BLANK, { each: true, message: NAMES })
  @MaxLength(TEXT_MAX, { each: true, message: NAMES })
  tasks?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether a code repository must be joined, or must not." })
  hasCode?: boolean | null;

  @Field(() => Int, { nullable: true, description: "Earliest year, included." })
  @IsOptional()
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  yearFrom?: number | null;

  @Field(() => Int, { nullable: true, description: "Latest year, included." })
  @IsOptional()
  @Min(1, { message: YEAR })
  @Max(9999, { message: YEAR })
  yearTo?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Words that title or abstract must contain, all of them, in any case; the first eight count. `search` ranks, this filters.",
  })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  text?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "Least confidence, from 0 to 1, of the facts that join a paper to the names above.",
  })
  @IsOptional()
  @Min(0, { message: FRACTION })
  @Max(1, { message: FRACTION })
  minConfidence?: number | null;
}

@ArgsType()
export class PapersArgs extends ListArgs {
  @Field(() => PaperFilter, { nullable: true, description: "Which papers; all where it is left out." })
  @IsOptional()
  @ValidateNested()
  filter?: PaperFilter | null;

  @Field(() => PaperOrder, { nullable: true, defaultValue: "PUBLISHED_DESC", description: "Order of the list." })
  orderBy?: string | null;
}

@ArgsType()
export class PaperArgs {
  @Field(() => ID, {
    nullable: true,
    description: "Id as any paper shows it, or the stored id, as `arxiv:2110.06848`.",
  })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(2 * TEXT_MAX, { message: TEXT })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "arXiv id, with or without version, or its address." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  arxiv?: string | null;

  @Field(() => String, { nullable: true, description: "DOI or its address." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  doi?: string | null;

  @Field(() => String, { nullable: true, description: "Title, in any case, whatever its signs and blanks." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(2 * TEXT_MAX, { message: TEXT })
  title?: string | null;
}
