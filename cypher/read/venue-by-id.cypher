// Venue nodes by id.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns name: string
// returns year: int?
// returns paperCount: int?
UNWIND $rows AS row
MATCH (n:Venue {id: row.id})
RETURN row.i AS i, n.id AS id, n.name AS name, n.year AS year, n.paperCount AS paperCount
