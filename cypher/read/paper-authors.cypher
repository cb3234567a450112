// All authors of each paper with the facts of their edges.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns name: string
// returns paperCount: int?
// returns position: int
// returns factId: string?
// returns confidence: float?
// returns evidence: json?
// returns rule: string?
// returns foundBy: strings?
UNWIND $rows AS row
MATCH (p:Paper {id: row.id})-[r:AUTHORED_BY]->(n)
RETURN row.i AS i, n.id AS id, n.name AS name, n.paperCount AS paperCount, r.position AS position, r.factId AS factId, r.confidence AS confidence, r.evidence AS evidence, r.rule AS rule, r.foundBy AS foundBy
