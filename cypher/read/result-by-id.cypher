// Results by id, with the paper that makes each.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns metric: string
// returns value: float
// returns unit: string?
// returns difference: boolean
// returns setting: string?
// returns datasetId: string
// returns techniqueId: string?
// returns factId: string?
// returns confidence: float?
// returns evidence: json?
// returns rule: string?
// returns foundBy: strings?
// returns paperId: string
UNWIND $rows AS row
MATCH (n:Result {id: row.id})<-[:REPORTS]-(p)
RETURN row.i AS i, n.id AS id, n.metric AS metric, n.value AS value, n.unit AS unit, n.difference AS difference, n.setting AS setting, n.datasetId AS datasetId, n.techniqueId AS techniqueId, n.factId AS factId, n.confidence AS confidence, n.evidence AS evidence, n.rule AS rule, n.foundBy AS foundBy, p.id AS paperId
