// Ids that a node had before merges.
// param rows: {i, id}[]
// returns i: int
// returns key: string
UNWIND $rows AS row
MATCH (n:Paper {id: row.id})<-[:NAMES]-(m)
WHERE m.kind = 'formerId'
RETURN row.i AS i, m.key AS key
