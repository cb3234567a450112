/** The Cypher that lists are made of: its text, every value a parameter, and its bounds. */
import { describe, expect, test } from "vitest";
import {
  type Condition,
  groupsOfRows,
  groupTotalsOfRows,
  MAX_CONDITIONS,
  MAX_DEPTH,
  type Selection,
  selectCount,
  selectGroups,
  selectGroupTotals,
  selectPage,
} from "../../src/store/select.js";

const page: Selection = { label: "Paper", where: [], order: { by: "sortKey", descending: true }, limit: 21 };
const evil = "x'}) DETACH DELETE n //";

describe("selectPage", () => {
  test("a page of everything", () => {
    expect(selectPage({ ...page, label: "Task", order: { by: "nameSort", descending: false } })).toMatchInlineSnapshot(`
      {
        "params": {
          "limit": 21,
        },
        "text": "MATCH (n:Task)
      RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.source AS source, n.paperCount AS paperCount, n.nameSort AS orderKey ORDER BY orderKey LIMIT $limit",
      }
    `);
  });
  test("joins start from their keyed nodes, then come the tests and the bounds", () => {
    expect(
      selectPage({
        ...page,
        where: [
          { on: "joined", label: "Technique", id: evil, minConfidence: 0.5 },
          { on: "joined", label: "Dataset", id: "imagenet-1k" },
          { on: "hasCode", value: true },
          { on: "year", from: 2020, to: 2022 },
          { on: "word", value: evil },
        ],
        after: "2021-01 a",
      }),
    ).toMatchInlineSnapshot(`
      {
        "params": {
          "after": "2021-01 a",
          "limit": 21,
          "v0": "x'}) DETACH DELETE n //",
          "v1": 0.5,
          "v2": "imagenet-1k",
          "v3": true,
          "v4": 2020,
          "v5": 2022,
          "v6": "x'}) detach delete n //",
        },
        "text": "MATCH (j0:Technique {id: $v0})<-[e0:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(n:Paper)
      MATCH (j1:Dataset {id: $v2})<-[e1:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]-(n)
      WHERE (e0.confidence IS NULL OR e0.confidence >= $v1) AND n.hasCode = $v3 AND n.year >= $v4 AND n.year <= $v5 AND (toLower(n.title) CONTAINS $v6 OR toLower(coalesce(n.abstract, '')) CONTAINS $v6) AND n.sortKey < $after
      RETURN n.id AS id, n.title AS title, n.year AS year, n.publishedAt AS publishedAt, n.url AS url, n.arxiv AS arxiv, n.doi AS doi, n.openreview AS openreview, n.keywords AS keywords, n.hasCode AS hasCode, n.sortKey AS orderKey ORDER BY orderKey DESC LIMIT $limit",
      }
    `);
  });
  test("a tree: a list of nodes opens the text, the rest are tests that are true or false", () => {
    expect(
      selectPage({
        ...page,
        where: [
          { on: "joinedToAny", label: "Technique", ids: ["mixup", evil], roles: ["USES"], minConfidence: 0.5 },
          {
            on: "and",
            of: [
              { on: "hasCode", value: true },
              { on: "joinedToAny", label: "Venue", ids: ["iclr-2018"] },
            ],
          },
          {
            on: "or",
            of: [
              { on: "not", of: { on: "year", from: 2020, to: 2022 } },
              { on: "joined", label: "Dataset", id: "agedb" },
              { on: "and", of: [] },
              { on: "nothing" },
            ],
          },
          { on: "year", from: 2001, unknown: true },
        ],
        after: "2021-01 a",
      }),
    ).toMatchInlineSnapshot(`
      {
        "params": {
          "after": "2021-01 a",
          "limit": 21,
          "v0": [
            "mixup",
            "x'}) DETACH DELETE n //",
          ],
          "v1": [
            "USES",
          ],
          "v2": 0.5,
          "v3": true,
          "v4": [
            "iclr-2018",
          ],
          "v5": 2020,
          "v6": 2022,
          "v7": [
            "agedb",
          ],
          "v8": 2001,
        },
        "text": "UNWIND $v0 AS j0id
      MATCH (j0:Technique {id: j0id})<-[e0:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(n:Paper)
      WHERE any(r IN e0.roles WHERE r IN $v1) AND (e0.confidence IS NULL OR e0.confidence >= $v2)
      WITH DISTINCT n
      WHERE n.hasCode = $v3 AND EXISTS { MATCH (n)-[f0:PUBLISHED_IN]->(x0) WHERE x0.id IN $v4 } AND (NOT ((n.year IS NOT NULL AND n.year >= $v5 AND n.year <= $v6)) OR EXISTS { MATCH (n)-[f1:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]->(x1) WHERE x1.id IN $v7 } OR true OR false) AND (n.year IS NULL OR n.year >= $v8) AND n.sortKey < $after
      RETURN n.id AS id, n.title AS title, n.year AS year, n.publishedAt AS publishedAt, n.url AS url, n.arxiv AS arxiv, n.doi AS doi, n.openreview AS openreview, n.keywords AS keywords, n.hasCode AS hasCode, n.sortKey AS orderKey ORDER BY orderKey DESC LIMIT $limit",
      }
    `);
  });
  test("a tree without a keyed node walks the label", () => {
    expect(
      selectCount({
        label: "Paper",
        where: [{ on: "not", of: { on: "joinedToAny", label: "Task", roles: ["ADDRESSES"] } }],
      }),
    ).toMatchInlineSnapshot(`
      {
        "params": {
          "v0": [
            "ADDRESSES",
          ],
        },
        "text": "MATCH (n:Paper)
      WHERE NOT (EXISTS { MATCH (n)-[f0:ADDRESSES]->(x0) WHERE any(r IN f0.roles WHERE r IN $v0) })
      RETURN count(n) AS count",
      }
    `);
  });
  test("backward pages turn the order round", () => {
    const { text } = selectPage({ ...page, before: "2021 b", backward: true });
    expect(text).toContain("WHERE n.sortKey > $before");
    expect(text).toMatch(/ORDER BY orderKey LIMIT \$limit$/);
  });
  test("no value is ever in the text", () => {
    for (const statement of [
      selectPage({ ...page, where: [{ on: "word", value: evil }], after: evil, before: evil }),
      selectCount({ label: "Technique", where: [{ on: "kind", value: evil }] }),
    ]) {
      expect(statement.text).not.toContain("DELETE");
      expect(JSON.stringify(statement.params).toLowerCase()).toContain("detach");
    }
  });
  test("a condition that the label has not, and too many conditions, are refused", () => {
    expect(() => selectCount({ label: "Task", where: [{ on: "kind", value: "loss" }] })).toThrow(/no kind/);
    expect(() => selectCount({ label: "Task", where: [{ on: "joined", label: "Dataset", id: "a" }] })).toThrow(
      /joined/,
    );
    let deep: Condition = { on: "nothing" };
    for (let i = 0; i <= MAX_DEPTH; i++) deep = { on: "not", of: deep };
    expect(() => selectCount({ label: "Paper", where: [deep] })).toThrow(/levels/);
    const many = Array.from({ length: MAX_CONDITIONS + 1 }, () => ({ on: "word" as const, value: "a" }));
    expect(() => selectCount({ label: "Paper", where: many })).toThrow(/at most/);
  });
});

describe("groups", () => {
  const where: Condition[] = [
    { on: "joined", label: "Technique", id: evil },
    { on: "hasCode", value: true },
  ];
  test("of a list, the largest first, and what all of them have together", () => {
    expect(selectGroups(where, "Dataset", 3)).toMatchInlineSnapshot(`
      {
        "params": {
          "first": 3,
          "v0": "x'}) DETACH DELETE n //",
          "v1": true,
        },
        "text": "MATCH (j0:Technique {id: $v0})<-[e0:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(n:Paper)
      WHERE n.hasCode = $v1
      MATCH (n)-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]->(b)
      RETURN b.id AS key, b.name AS name, count(*) AS count ORDER BY count DESC, key LIMIT $first",
      }
    `);
    expect(selectGroups(where, "year", 3)).toMatchInlineSnapshot(`
      {
        "params": {
          "v0": "x'}) DETACH DELETE n //",
          "v1": true,
        },
        "text": "MATCH (j0:Technique {id: $v0})<-[e0:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(n:Paper)
      WHERE n.hasCode = $v1
      RETURN n.year AS key, n.year AS name, count(*) AS count",
      }
    `);
    expect(selectGroupTotals(where, "Task")).toMatchInlineSnapshot(`
      {
        "params": {
          "v0": "x'}) DETACH DELETE n //",
          "v1": true,
        },
        "text": "MATCH (j0:Technique {id: $v0})<-[e0:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(n:Paper)
      WHERE n.hasCode = $v1
      MATCH (n)-[:ADDRESSES]->(b)
      RETURN count(*) AS entries, count(DISTINCT b.id) AS groups, count(DISTINCT n.id) AS papers",
      }
    `);
  });
  test("of the papers of many nodes in one statement", () => {
    expect(groupsOfRows("Task", "Venue")).toMatchInlineSnapshot(`
      "UNWIND $rows AS row
      MATCH (j:Task {id: row.id})
      CALL (j, row) {
      MATCH (j)<-[e:ADDRESSES]-(n:Paper)
      WHERE (row.roles IS NULL OR any(r IN e.roles WHERE r IN row.roles)) AND (row.minConfidence IS NULL OR e.confidence IS NULL OR e.confidence >= row.minConfidence)
      MATCH (n)-[:PUBLISHED_IN]->(b)
      RETURN b.id AS key, b.name AS name, count(*) AS count ORDER BY count DESC, key LIMIT $first
      }
      RETURN row.i AS i, key, name, count"
    `);
    expect(groupsOfRows("Task", "roles")).toMatchInlineSnapshot(`
      "UNWIND $rows AS row
      MATCH (j:Task {id: row.id})
      CALL (j, row) {
      MATCH (j)<-[e:ADDRESSES]-(n:Paper)
      WHERE (row.roles IS NULL OR any(r IN e.roles WHERE r IN row.roles)) AND (row.minConfidence IS NULL OR e.confidence IS NULL OR e.confidence >= row.minConfidence)
      UNWIND e.roles AS role
      RETURN role AS key, role AS name, count(*) AS count ORDER BY count DESC, key LIMIT $first
      }
      RETURN row.i AS i, key, name, count"
    `);
    expect(groupTotalsOfRows("Task", "Venue")).toMatchInlineSnapshot(`
      "UNWIND $rows AS row
      MATCH (j:Task {id: row.id})
      MATCH (j)<-[e:ADDRESSES]-(n:Paper)
      WHERE (row.roles IS NULL OR any(r IN e.roles WHERE r IN row.roles)) AND (row.minConfidence IS NULL OR e.confidence IS NULL OR e.confidence >= row.minConfidence)
      MATCH (n)-[:PUBLISHED_IN]->(b)
      RETURN row.i AS i, count(*) AS entries, count(DISTINCT b.id) AS groups, count(DISTINCT n.id) AS papers"
    `);
  });
});
