// How many papers are joined to each venue: its degree.
// param rows: {i, id}[]
// returns i: int
// returns count: int
UNWIND $rows AS row
MATCH (n:Venue {id: row.id})
RETURN row.i AS i, COUNT { (n)<-[:PUBLISHED_IN]-() } AS count
