// One step of a path from each paper, along every edge that paths may take.
// param rows: {i, ids}[]
// returns i: int
// returns id: string
// returns type: string
// returns outgoing: boolean
// returns otherId: string
// returns otherLabel: string
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (n:Paper {id: id})-[r:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]->(o)
RETURN row.i AS i, id AS id, type(r) AS type, true AS outgoing, o.id AS otherId, 'Technique' AS otherLabel
UNION ALL
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (n:Paper {id: id})-[r:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]->(o)
RETURN row.i AS i, id AS id, type(r) AS type, true AS outgoing, o.id AS otherId, 'Dataset' AS otherLabel
UNION ALL
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (n:Paper {id: id})-[r:ADDRESSES]->(o)
RETURN row.i AS i, id AS id, type(r) AS type, true AS outgoing, o.id AS otherId, 'Task' AS otherLabel
