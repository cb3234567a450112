// All statements of each paper.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns type: string
// returns fromId: string
// returns toId: string
// returns negated: boolean
// returns factId: string?
// returns confidence: float?
// returns evidence: json?
// returns rule: string?
// returns foundBy: strings?
UNWIND $rows AS row
MATCH (p:Paper {id: row.id})-[:STATES]->(n)
RETURN row.i AS i, n.id AS id, n.type AS type, n.fromId AS fromId, n.toId AS toId, n.negated AS negated, n.factId AS factId, n.confidence AS confidence, n.evidence AS evidence, n.rule AS rule, n.foundBy AS foundBy
