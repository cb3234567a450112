/** Tasks: lookup, the list, and the papers that address them. */
import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { ConfidentPageArgs, NameArgs } from "../arguments.js";
import type { Connection } from "../connection.js";
import type { Context } from "../context.js";
import { EntitiesArgs } from "../dataset/dataset.args.js";
import { byName, type Entity } from "../entity.js";
import { entityOrder } from "../order.js";
import { listOf, papersOf } from "../pages.js";
import { TaskPaperConnection, type TaskPaperEdge } from "../paper/paper.type.js";
import { Task, TaskConnection, type TaskEdge } from "./task.type.js";

@Resolver(() => Task)
export class TaskResolver {
  @Query(() => Task, {
    nullable: true,
    description: "The task of a name or alias, in any case; null where there is none.",
  })
  task(@Args() { name }: NameArgs, @Ctx() ctx: Context): Promise<Task | null> {
    return byName<Task>(ctx, "Task", name);
  }

  @Query(() => TaskConnection, { description: "Tasks, those of most papers first." })
  tasks(
    @Args() args: EntitiesArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TaskEdge>> {
    return listOf<TaskEdge>("Task", [], entityOrder(args.orderBy), args, ctx, info);
  }

  @FieldResolver(() => TaskPaperConnection, { description: "Papers that address the task, latest first." })
  papers(
    @Root() task: Task,
    @Args() args: ConfidentPageArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TaskPaperEdge>> {
    return papersOf<TaskPaperEdge>(task as unknown as Entity, args, ctx, info);
  }
}
