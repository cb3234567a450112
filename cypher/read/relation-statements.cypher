// The best statements behind each relation between two techniques, with their papers.
// param rows: {i, key}[]
// param first: int
// returns i: int
// returns id: string
// returns paperId: string
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
CALL (row) {
  MATCH (n:Statement {key: row.key})<-[:STATES]-(p)
  WHERE n.negated = false
  RETURN n, p ORDER BY n.confidence DESC, n.id LIMIT $first
}
RETURN row.i AS i, p.id AS paperId, n.id AS id, n.type AS type, n.fromId AS fromId, n.toId AS toId, n.negated AS negated, n.factId AS factId, n.confidence AS confidence, n.evidence AS evidence, n.rule AS rule, n.foundBy AS foundBy
