/** Arguments of the fields of datasets. */
import { ArgsType, Field } from "type-graphql";
import { ConfidentPageArgs, ListArgs } from "../arguments.js";
import { EntityOrder } from "../order.js";
import { DatasetRole } from "../words.js";

/** Lists of datasets, tasks, repositories, authors and venues. */
@ArgsType()
export class EntitiesArgs extends ListArgs {
  @Field(() => EntityOrder, { nullable: true, defaultValue: "PAPER_COUNT_DESC", description: "Order of the list." })
  orderBy?: string | null;
}

@ArgsType()
export class DatasetPapersArgs extends ConfidentPageArgs {
  @Field(() => [DatasetRole], { nullable: true, description: "Only papers to which the dataset is one of these." })
  roles?: string[] | null;
}
