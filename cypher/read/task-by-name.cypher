// Task nodes to which a name leads; the caller settles which of several is meant.
// param rows: {i, key}[]
// returns i: int
// returns id: string
// returns name: string
// returns aliases: strings?
// returns source: string?
// returns paperCount: int?
UNWIND $rows AS row
MATCH (m:Name {key: row.key})-[:NAMES]->(n:Task)
WHERE m.kind = 'Task'
RETURN row.i AS i, n.id AS id, n.name AS name, n.aliases AS aliases, n.source AS source, n.paperCount AS paperCount
