// All results on each dataset by what ranks them; the rest of a result is read by its id. Without its labels a chain that finds nothing is an error in the embedded engine.
// param rows: {i, id}[]
// returns i: int
// returns id: string
// returns metric: string
// returns value: float
// returns unit: string?
// returns difference: boolean
// returns sortKey: string
// returns dated: boolean
UNWIND $rows AS row
MATCH (d:Dataset {id: row.id})<-[:ON]-(n:Result)<-[:REPORTS]-(p:Paper)
RETURN row.i AS i, n.id AS id, n.metric AS metric, n.value AS value, n.unit AS unit, n.difference AS difference, p.sortKey AS sortKey, p.publishedAt IS NOT NULL OR p.year IS NOT NULL AS dated
