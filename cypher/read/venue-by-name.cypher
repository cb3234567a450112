// Venue nodes to which a name leads; the caller settles which of several is meant.
// param rows: {i, key}[]
// returns i: int
// returns id: string
// returns name: string
// returns year: int?
// returns paperCount: int?
UNWIND $rows AS row
MATCH (m:Name {key: row.key})-[:NAMES]->(n:Venue)
WHERE m.kind = 'Venue'
RETURN row.i AS i, n.id AS id, n.name AS name, n.year AS year, n.paperCount AS paperCount
