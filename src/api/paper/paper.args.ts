/** Arguments of the lookups and lists of papers. */
import { IsOptional, Matches, MaxLength, ValidateNested } from "class-validator";
import { ArgsType, Field, ID } from "type-graphql";
import { ListArgs, NOT_BLANK, TEXT, TEXT_MAX } from "../arguments.js";
import { PaperOrder } from "../order.js";
import { PaperFilter } from "./paper.filter.js";

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
