// All nodes to which a key of the names leads, of whatever label; kind is formerId for an id from before a merge.
// param rows: {i, key}[]
// returns i: int
// returns kind: string
// returns id: string
// returns labels: strings
// returns paperCount: int
UNWIND $rows AS row
MATCH (m:Name {key: row.key})-[:NAMES]->(n)
RETURN row.i AS i, m.kind AS kind, n.id AS id, labels(n) AS labels, coalesce(n.paperCount, 0) AS paperCount
