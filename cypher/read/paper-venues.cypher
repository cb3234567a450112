// All venues of each paper with the facts of their edges.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns name: string
// returns year: int?
// returns paperCount: int?
// returns factId: string?
// returns confidence: float?
// returns evidence: json?
// returns rule: string?
// returns foundBy: strings?
UNWIND $rows AS row
MATCH (p:Paper {id: row.id})-[r:PUBLISHED_IN]->(n)
RETURN row.i AS i, n.id AS id, n.name AS name, n.year AS year, n.paperCount AS paperCount, r.factId AS factId, r.confidence AS confidence, r.evidence AS evidence, r.rule AS rule, r.foundBy AS foundBy
