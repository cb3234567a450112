// Ids of the latest papers joined to each technique, and nothing else of them.
// param rows: {i, id}[]
// param first: int
// returns i: int
// returns id: string
UNWIND $rows AS row
MATCH (n:Technique {id: row.id})
CALL (n) {
  MATCH (n)<-[:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(p:Paper)
  RETURN p ORDER BY p.sortKey DESC LIMIT $first
}
RETURN row.i AS i, p.id AS id
