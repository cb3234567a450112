// How many techniques stand in the same papers as each technique.
// param rows: {i, id}[]
// returns i: int
// returns count: int
UNWIND $rows AS row
MATCH (n:Technique {id: row.id})<-[:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(p)-[:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]->(o)
WHERE o.id <> row.id
RETURN row.i AS i, count(DISTINCT o.id) AS count
