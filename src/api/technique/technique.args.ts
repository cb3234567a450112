/** Arguments of the fields of techniques. */
import { IsOptional, Matches, MaxLength } from "class-validator";
import { ArgsType, Field } from "type-graphql";
import { ConfidentPageArgs, ListArgs, NOT_BLANK, PageArgs, TEXT, TEXT_MAX } from "../arguments.js";
import { EntityOrder } from "../order.js";
import { RelationWord, TechniqueRole } from "../words.js";
import { Direction } from "./relation.type.js";

@ArgsType()
export class TechniquesArgs extends ListArgs {
  @Field(() => EntityOrder, { nullable: true, defaultValue: "PAPER_COUNT_DESC", description: "Order of the list." })
  orderBy?: string | null;

  @Field(() => String, { nullable: true, description: "Only techniques of this kind, as `Technique.kind` shows it." })
  @IsOptional()
  @Matches(NOT_BLANK, { message: TEXT })
  @MaxLength(TEXT_MAX, { message: TEXT })
  kind?: string | null;
}

@ArgsType()
export class TechniquePapersArgs extends ConfidentPageArgs {
  @Field(() => [TechniqueRole], {
    nullable: true,
    description: "Only papers to which the technique is one of these.",
  })
  roles?: string[] | null;
}

@ArgsType()
export class RelationsArgs extends PageArgs {
  @Field(() => Direction, {
    nullable: true,
    defaultValue: "BOTH",
    description:
      "OUT for what this technique says of others, IN for what others say of it. Symmetric types are in each.",
  })
  direction?: string | null;

  @Field(() => [RelationWord], { nullable: true, description: "Only relations of these types." })
  types?: string[] | null;
}
