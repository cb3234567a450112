// Ids of the latest papers joined to each dataset, and nothing else of them.
// param rows: {i, id}[]
// param first: int
// returns i: int
// returns id: string
UNWIND $rows AS row
MATCH (n:Dataset {id: row.id})
CALL (n) {
  MATCH (n)<-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]-(p:Paper)
  RETURN p ORDER BY p.sortKey DESC LIMIT $first
}
RETURN row.i AS i, p.id AS id
