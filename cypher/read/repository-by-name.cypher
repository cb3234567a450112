// Repository nodes to which a name leads; the caller settles which of several is meant.
// param rows: {i, key}[]
// returns i: int
// returns id: string
// returns url: string
// returns kind: string
// returns host: string?
// returns paperCount: int?
UNWIND $rows AS row
MATCH (m:Name {key: row.key})-[:NAMES]->(n:Repository)
WHERE m.kind = 'Repository'
RETURN row.i AS i, n.id AS id, n.url AS url, n.kind AS kind, n.host AS host, n.paperCount AS paperCount
