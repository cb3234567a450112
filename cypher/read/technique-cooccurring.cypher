// A page of the techniques that stand in the same papers as each technique, by how many papers they share.
// param rows: {i, id, count, after}[]
// param first: int
// returns i: int
// returns id: string
// returns name: string
// returns kind: string?
// returns aliases: strings?
// returns source: string?
// returns paperCount: int?
// returns shared: int
UNWIND $rows AS row
MATCH (n:Technique {id: row.id})
CALL (n, row) {
  MATCH (n)<-[:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(p:Paper)-[:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]->(o:Technique)
  WHERE o.id <> row.id
  WITH o, row, count(*) AS shared
  WHERE row.count IS NULL OR shared < row.count OR (shared = row.count AND o.id > row.after)
  RETURN o, shared ORDER BY shared DESC, o.id LIMIT $first
}
RETURN row.i AS i, shared, o.id AS id, o.name AS name, o.kind AS kind, o.aliases AS aliases, o.source AS source, o.paperCount AS paperCount
