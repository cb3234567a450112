/** Pages of what stands in the same papers as a technique or dataset, by how many papers they share. */
import type { GraphQLResolveInfo } from "graphql";
import { queryName, type Row } from "../store/store.js";
import type { PageArgs } from "./arguments.js";
import { type Connection, type Edge, keysetPage } from "./connection.js";
import type { Context } from "./context.js";
import { type Entity, entity } from "./entity.js";
import { without } from "./pages.js";

export function cooccurring<E extends Edge & { paperCount: number }>(
  owner: Entity,
  args: PageArgs,
  ctx: Context,
  info: GraphQLResolveInfo,
): Promise<Connection<E>> {
  return keysetPage<Row, E>({
    list: `${owner.id}/cooccurring`,
    args,
    info,
    sample: [0, ""],
    rows: (after, limit) =>
      ctx.store.read(
        queryName(owner.label, "cooccurring"),
        { id: owner.key, ...(after === null ? {} : { count: -Number(after[0]), after: String(after[1]) }) },
        { first: limit },
      ),
    key: (r) => [-Number(r.shared), String(r.id)],
    edge: (r) =>
      ({
        node: entity(owner.label, without(r, "i", "shared")),
        paperCount: Number(r.shared),
      }) as unknown as Omit<E, "cursor">,
    async count() {
      const [row] = await ctx.store.read(queryName(owner.label, "cooccurring-count"), { id: owner.key });
      return Number(row?.count ?? 0);
    },
  });
}
