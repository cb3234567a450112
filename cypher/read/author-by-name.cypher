// Author nodes to which a name leads; the caller settles which of several is meant.
// param rows: {i, key}[]
// returns i: int
// returns id: string
// returns name: string
// returns paperCount: int?
UNWIND $rows AS row
MATCH (m:Name {key: row.key})-[:NAMES]->(n:Author)
WHERE m.kind = 'Author'
RETURN row.i AS i, n.id AS id, n.name AS name, n.paperCount AS paperCount
