// How many datasets stand in the same papers as each dataset.
// param rows: {i, id}[]
// returns i: int
// returns count: int
UNWIND $rows AS row
MATCH (n:Dataset {id: row.id})<-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]-(p)-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]->(o)
WHERE o.id <> row.id
RETURN row.i AS i, count(DISTINCT o.id) AS count
