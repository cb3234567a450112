/** The types of counts over a list of papers. */
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { NodeLabel } from "../global-id.js";

export const FacetKind = {
  YEAR: "year",
  TECHNIQUE: "Technique",
  DATASET: "Dataset",
  TASK: "Task",
  VENUE: "Venue",
  ROLE: "roles",
} as const;
registerEnumType(FacetKind, {
  name: "FacetKind",
  description: "What papers may be counted by.",
  valuesConfig: {
    YEAR: { description: "Year of publication." },
    TECHNIQUE: { description: "Techniques, by whatever role." },
    DATASET: { description: "Datasets, by whatever role." },
    TASK: { description: "Tasks." },
    VENUE: { description: "Venues, each year for itself." },
    ROLE: { description: "Roles of the technique, dataset or task whose papers the list holds." },
  },
});

@ObjectType("FacetBucket", { description: "Papers that have one value in common.", simpleResolvers: true })
export class FacetBucket {
  @Field(() => String, { description: "The value: a year, a role, or a node's id." })
  key: string;
  @Field(() => String, { description: "The value for readers: the node's name, or the key." })
  name: string;
  @Field(() => Int, { description: "How many papers of the list have it." })
  count: number;
  /** What the value is a node of, for the resolver. */
  label: NodeLabel | null;
  storedId: string;
}

@ObjectType("Facets", {
  description: "The papers of the whole list, whatever its page, counted by one thing.",
  simpleResolvers: true,
})
export class Facets {
  @Field(() => [FacetBucket], { description: "Years latest first; all else by count, then by id." })
  buckets: FacetBucket[];
  @Field(() => Int, { description: "Sum of the counts of the buckets that `first` cut off." })
  other: number;
  @Field(() => Int, { description: "How many buckets `first` cut off." })
  otherBuckets: number;
  @Field(() => Int, { description: "Papers that are in no bucket: without a year, or joined to nothing of the kind." })
  unknown: number;
  @Field(() => Boolean, {
    description: "Whether papers stand in several buckets, so that the counts add up to more than the list has.",
  })
  overlapping: boolean;
}
