// Repository nodes by id.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns url: string
// returns kind: string
// returns host: string?
// returns paperCount: int?
UNWIND $rows AS row
MATCH (n:Repository {id: row.id})
RETURN row.i AS i, n.id AS id, n.url AS url, n.kind AS kind, n.host AS host, n.paperCount AS paperCount
