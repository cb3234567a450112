// One step of a path from each dataset, along every edge that paths may take.
// param rows: {i, ids}[]
// returns i: int
// returns id: string
// returns type: string
// returns outgoing: boolean
// returns otherId: string
// returns otherLabel: string
UNWIND $rows AS row
UNWIND row.ids AS id
MATCH (n:Dataset {id: id})<-[r:INTRODUCES_DATASET|EVALUATES_ON|TRAINS_ON|MENTIONS_DATASET]-(o)
RETURN row.i AS i, id AS id, type(r) AS type, false AS outgoing, o.id AS otherId, 'Paper' AS otherLabel
