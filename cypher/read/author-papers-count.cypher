// How many papers are joined to each author: its degree.
// param rows: {i, id}[]
// returns i: int
// returns count: int
UNWIND $rows AS row
MATCH (n:Author {id: row.id})
RETURN row.i AS i, COUNT { (n)<-[:AUTHORED_BY]-() } AS count
