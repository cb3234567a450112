// Ids of the latest papers joined to each task, and nothing else of them.
// param rows: {i, id}[]
// param first: int
// returns i: int
// returns id: string
UNWIND $rows AS row
MATCH (n:Task {id: row.id})
CALL (n) {
  MATCH (n)<-[:ADDRESSES]-(p:Paper)
  RETURN p ORDER BY p.sortKey DESC LIMIT $first
}
RETURN row.i AS i, p.id AS id
