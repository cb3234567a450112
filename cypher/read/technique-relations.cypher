// All edges of each technique to other techniques, either way; the other technique by its id only, so that a hub stays light.
// param rows: {i, id}[]
// returns i: int
// returns type: string
// returns outgoing: boolean
// returns otherId: string
// returns paperCount: int
// returns firstYear: int?
// returns lastYear: int?
// returns confidence: float?
UNWIND $rows AS row
MATCH (n:Technique {id: row.id})-[r:EXTENDS|EMPLOYS|OUTPERFORMS|COMPARED_WITH|COMBINED_WITH|PART_OF]->(o)
RETURN row.i AS i, type(r) AS type, true AS outgoing, o.id AS otherId, r.paperCount AS paperCount, r.firstYear AS firstYear, r.lastYear AS lastYear, r.confidence AS confidence
UNION ALL
UNWIND $rows AS row
MATCH (n:Technique {id: row.id})<-[r:EXTENDS|EMPLOYS|OUTPERFORMS|COMPARED_WITH|COMBINED_WITH|PART_OF]-(o)
RETURN row.i AS i, type(r) AS type, false AS outgoing, o.id AS otherId, r.paperCount AS paperCount, r.firstYear AS firstYear, r.lastYear AS lastYear, r.confidence AS confidence
