// How many papers joined to each task pass the filters.
// param rows: {i, id, minConfidence}[]
// returns i: int
// returns count: int
UNWIND $rows AS row
MATCH (n:Task {id: row.id})<-[r:ADDRESSES]-()
WHERE (row.minConfidence IS NULL OR r.confidence IS NULL OR r.confidence >= row.minConfidence)
RETURN row.i AS i, count(*) AS count
