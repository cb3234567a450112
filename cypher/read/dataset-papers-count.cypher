// How many papers joined to each dataset pass the filters.
// param rows: {i, id, minConfidence, roles}[]
// returns i: int
// returns count: int
UNWIND $rows AS row
MATCH (n:Dataset {id: row.id})<-[r:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]-()
WHERE (row.roles IS NULL OR any(x IN r.roles WHERE x IN row.roles)) AND (row.minConfidence IS NULL OR r.confidence IS NULL OR r.confidence >= row.minConfidence)
RETURN row.i AS i, count(*) AS count
