// How many papers of a span of years are joined to each dataset; both years are included.
// param rows: {i, yearFrom, yearTo}[]
// returns i: int
// returns id: string
// returns count: int
UNWIND $rows AS row
MATCH (n:Dataset)<-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]-(p)
WHERE (row.yearFrom IS NULL OR p.year >= row.yearFrom) AND (row.yearTo IS NULL OR p.year <= row.yearTo)
RETURN row.i AS i, n.id AS id, count(*) AS count
