// A page of the datasets that stand in the same papers as each dataset, by how many papers they share.
// param rows: {i, id, count, after}[]
// param first: int
// returns i: int
// returns id: string
// returns name: string
// returns aliases: strings?
// returns source: string?
// returns paperCount: int?
// returns shared: int
UNWIND $rows AS row
MATCH (n:Dataset {id: row.id})
CALL (n, row) {
  MATCH (n)<-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]-(p:Paper)-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]->(o:Dataset)
  WHERE o.id <> row.id
  WITH o, row, count(*) AS shared
  WHERE row.count IS NULL OR shared < row.count OR (shared = row.count AND o.id > row.after)
  RETURN o, shared ORDER BY shared DESC, o.id LIMIT $first
}
RETURN row.i AS i, shared, o.id AS id, o.name AS name, o.aliases AS aliases, o.source AS source, o.paperCount AS paperCount
