// The abstract of each paper; apart from its other columns, since it is long and seldom asked for.
// param rows: {i, id}[]
// returns i: int
// returns abstract: string?
// returns otherAbstracts: strings?
UNWIND $rows AS row
MATCH (n:Paper {id: row.id})
RETURN row.i AS i, n.abstract AS abstract, n.otherAbstracts AS otherAbstracts
