/** The type Task, and the lists whose rows are tasks. */
import { Field, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.js";
import { Fact } from "../fact.type.js";
import { Named } from "../named.type.js";
import { Node } from "../node.type.js";
import { TaskRole } from "../words.js";

@ObjectType("Task", {
  description: "A problem or setting that papers address.",
  implements: Node,
  simpleResolvers: true,
})
export class Task extends Named {}

@ObjectType("TaskEdge", { description: "A task in a list.", simpleResolvers: true })
export class TaskEdge {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Task, { description: "The task." })
  node: Task;
}
export const TaskConnection = connectionOf("TaskConnection", TaskEdge, () => Task, "tasks");

@ObjectType("PaperTaskEdge", { description: "A task of a paper, and what it is to the paper.", simpleResolvers: true })
export class PaperTaskEdge extends Fact {
  @Field(() => String, { description: "Cursor of this row." })
  cursor: string;
  @Field(() => Task, { description: "The task." })
  node: Task;
  @Field(() => TaskRole, { description: "The strongest role that the text shows." })
  role: string;
  @Field(() => [TaskRole], { description: "All roles that the text shows, strongest first." })
  roles: string[];
}
export const PaperTaskConnection = connectionOf("PaperTaskConnection", PaperTaskEdge, () => Task, "tasks of a paper");
