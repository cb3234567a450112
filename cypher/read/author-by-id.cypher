// Author nodes by id.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns name: string
// returns paperCount: int?
UNWIND $rows AS row
MATCH (n:Author {id: row.id})
RETURN row.i AS i, n.id AS id, n.name AS name, n.paperCount AS paperCount
