// How many papers joined to each repository pass the filters.
// param rows: {i, id, minConfidence}[]
// returns i: int
// returns count: int
UNWIND $rows AS row
MATCH (n:Repository {id: row.id})<-[r:HAS_CODE]-()
WHERE (row.minConfidence IS NULL OR r.confidence IS NULL OR r.confidence >= row.minConfidence)
RETURN row.i AS i, count(*) AS count
