// All techniques, datasets and tasks of each paper, with how many papers each of them has.
// param rows: {i, id}[]
// returns i: int
// returns label: string
// returns id: string
// returns name: string
// returns paperCount: int
UNWIND $rows AS row
MATCH (n:Paper {id: row.id})-[:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]->(o)
RETURN row.i AS i, 'Technique' AS label, o.id AS id, o.name AS name, o.paperCount AS paperCount
UNION ALL
UNWIND $rows AS row
MATCH (n:Paper {id: row.id})-[:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]->(o)
RETURN row.i AS i, 'Dataset' AS label, o.id AS id, o.name AS name, o.paperCount AS paperCount
UNION ALL
UNWIND $rows AS row
MATCH (n:Paper {id: row.id})-[:ADDRESSES]->(o)
RETURN row.i AS i, 'Task' AS label, o.id AS id, o.name AS name, o.paperCount AS paperCount
