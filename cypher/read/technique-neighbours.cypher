// One step of a path from each technique, along every edge that paths may take.
// param rows: {i, ids}[]
// returns i: int
// returns id: string
// returns type: string
// returns outgoing: boolean
// returns otherId: string
// returns otherLabel: string
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (n:Technique {id: id})<-[r:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(o)
RETURN row.i AS i, id AS id, type(r) AS type, false AS outgoing, o.id AS otherId, 'Paper' AS otherLabel
UNION ALL
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (n:Technique {id: id})-[r:EXTENDS|EMPLOYS|OUTPERFORMS|COMPARED_WITH|COMBINED_WITH|PART_OF]->(o)
RETURN row.i AS i, id AS id, type(r) AS type, true AS outgoing, o.id AS otherId, 'Technique' AS otherLabel
UNION ALL
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (n:Technique {id: id})<-[r:EXTENDS|EMPLOYS|OUTPERFORMS|COMPARED_WITH|COMBINED_WITH|PART_OF]-(o)
RETURN row.i AS i, id AS id, type(r) AS type, false AS outgoing, o.id AS otherId, 'Technique' AS otherLabel
