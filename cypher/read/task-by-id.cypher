// Task nodes by id.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns name: string
// returns aliases: strings?
// returns source: string?
// returns paperCount: int?
UNWIND $rows AS row
MATCH (n:Task {id: row.id})
RETURN row.i AS i, n.id AS id, n.name AS name, n.aliases AS aliases, n.source AS source, n.paperCount AS paperCount
