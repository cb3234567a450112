// The evidence of the edge of a type from each paper to another node.
// param rows: {i, from, to, type}[]
// returns i: int
// returns confidence: float?
// returns evidence: json?
UNWIND $rows AS row
MATCH (p:Paper {id: row.from})-[r:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS|INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET|ADDRESSES]->(n)
WHERE n.id = row.to AND type(r) = row.type
RETURN row.i AS i, r.confidence AS confidence, r.evidence AS evidence
