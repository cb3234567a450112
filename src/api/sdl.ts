/** The schema as text, for `schema/schema.graphql`. */
import { lexicographicSortSchema, printSchema } from "graphql";
import { apiSchema } from "./schema.js";

/** Sorted, so that a moved line of code moves nothing in the text. */
export async function printSdl(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await apiSchema()))}\n`;
}
