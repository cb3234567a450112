/** Orders of lists; each has one key at load that is never null, so that a cursor can hold it. */
import { registerEnumType } from "type-graphql";
import type { ListOrder } from "./pages.js";

export const EntityOrder = {
  PAPER_COUNT_DESC: "PAPER_COUNT_DESC",
  PAPER_COUNT_ASC: "PAPER_COUNT_ASC",
  NAME_ASC: "NAME_ASC",
  NAME_DESC: "NAME_DESC",
} as const;
registerEnumType(EntityOrder, {
  name: "EntityOrder",
  description: "Order of techniques, datasets, tasks, repositories, authors and venues; ties go by id.",
  valuesConfig: {
    PAPER_COUNT_DESC: { description: "Most papers first." },
    PAPER_COUNT_ASC: { description: "Fewest papers first." },
    NAME_ASC: { description: "By name." },
    NAME_DESC: { description: "By name, last first." },
  },
});
const ENTITY: Record<string, ListOrder> = {
  PAPER_COUNT_DESC: { by: "countKey", descending: true },
  PAPER_COUNT_ASC: { by: "countKey", descending: false },
  NAME_ASC: { by: "nameSort", descending: false },
  NAME_DESC: { by: "nameSort", descending: true },
};
export const entityOrder = (order: string | null | undefined): ListOrder => ENTITY[order ?? "PAPER_COUNT_DESC"]!;

export const PaperOrder = {
  PUBLISHED_DESC: "PUBLISHED_DESC",
  PUBLISHED_ASC: "PUBLISHED_ASC",
  TITLE_ASC: "TITLE_ASC",
  TITLE_DESC: "TITLE_DESC",
} as const;
registerEnumType(PaperOrder, {
  name: "PaperOrder",
  description: "Order of papers; ties go by id.",
  valuesConfig: {
    PUBLISHED_DESC: { description: "Latest first; papers without a date come last." },
    PUBLISHED_ASC: { description: "Earliest first; papers without a date come first." },
    TITLE_ASC: { description: "By title." },
    TITLE_DESC: { description: "By title, last first." },
  },
});
const PAPER: Record<string, ListOrder> = {
  PUBLISHED_DESC: { by: "sortKey", descending: true },
  PUBLISHED_ASC: { by: "sortKey", descending: false },
  TITLE_ASC: { by: "nameSort", descending: false },
  TITLE_DESC: { by: "nameSort", descending: true },
};
export const paperOrder = (order: string | null | undefined): ListOrder => PAPER[order ?? "PUBLISHED_DESC"]!;
