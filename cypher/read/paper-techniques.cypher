// All techniques of each paper with the facts of their edges.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns name: string
// returns kind: string?
// returns aliases: strings?
// returns source: string?
// returns paperCount: int?
// returns role: string
// returns roles: strings?
// returns factId: string?
// returns confidence: float?
// returns evidence: json?
// returns rule: string?
// returns foundBy: strings?
UNWIND $rows AS row
MATCH (p:Paper {id: row.id})-[r:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]->(n)
RETURN row.i AS i, n.id AS id, n.name AS name, n.kind AS kind, n.aliases AS aliases, n.source AS source, n.paperCount AS paperCount, type(r) AS role, r.roles AS roles, r.factId AS factId, r.confidence AS confidence, r.evidence AS evidence, r.rule AS rule, r.foundBy AS foundBy
