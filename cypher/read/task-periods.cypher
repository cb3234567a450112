// How many papers joined to each task appeared in each year and month; the month is as precise as the paper's date.
// param rows: {i, id}[]
// returns i: int
// returns year: int?
// returns month: string?
// returns count: int
UNWIND $rows AS row
MATCH (n:Task {id: row.id})<-[:ADDRESSES]-(p)
RETURN row.i AS i, p.year AS year, substring(p.publishedAt, 0, 7) AS month, count(*) AS count
