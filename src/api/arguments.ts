/** Arguments that many fields share, each with its bounds; a value out of bounds is BAD_USER_INPUT and names the argument. */
import { IsOptional, Matches, Max, MaxLength, Min } from "class-validator";
import { ArgsType, Field, Float, ID, Int } from "type-graphql";

export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;
/** Longest name, title or address that a lookup takes. */
export const TEXT_MAX = 500;
export const PAGE_SIZE = `takes a whole number from 1 to ${PAGE_MAX}`;
export const TEXT = `takes a text of 1 to ${TEXT_MAX} characters that is not blank`;
export const FRACTION = "takes a number from 0 to 1";
export const NOT_BLANK = /\S/;

@ArgsType()
export class FirstArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: PAGE_DEFAULT,
    description: `How many at most, from 1 to ${PAGE_MAX}.`,
  })
  @IsOptional()
  @Min(1, { message: PAGE_SIZE })
  @Max(PAGE_MAX, { message: PAGE_SIZE })
  first?: number | null;
}

@ArgsType()
export class PageArgs extends FirstArgs {
  @Field(() => String, {
    nullable: true,
    description: "Cursor of this list after which to start; a page's `endCursor` leads to the next.",
  })
  after?: string | null;
}

/** Lists of the whole graph go both ways. */
@ArgsType()
export class ListArgs extends PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `Pages backward: how many before \`before\`, or at the list's end, from 1 to ${PAGE_MAX}. It takes the place of \`first\`.`,
  })
  @IsOptional()
  @Min(1, { message: PAGE_SIZE })
  @Max(PAGE_MAX, { message: PAGE_SIZE })
  last?: number | null;

  @Field(() => String, { nullable: true, description: "Cursor of this list before which to end, used with `last`." })
  before?: string | null;
}

@ArgsType()
export class ConfidentPageArgs extends PageArgs {
  @Field(() => Float, {
    nullable: true,
    description: "Leaves out facts below this confidence, from 0 to 1. Facts from structured fields stay.",
  })
  @IsOptional()
  @Min(0, { message: FRACTION })
  @Max(1, { message: FRACTION })
  minConfidence?: number | null;
}

@ArgsType()
export class NameArgs {
  @Field(() => String, { description: "Name or alias, in any case." })
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  name: string;
}

@ArgsType()
export class IdArgs {
  @Field(() => ID, { description: "Id as any node shows it, such as `Technique:mixup`." })
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(2 * TEXT_MAX, { message: `takes a text of 1 to ${2 * TEXT_MAX} characters that is not blank` })
  id: string;
}
