// How many papers joined to each technique appeared in each year and month; the month is as precise as the paper's date.
// param rows: {i, id}[]
// returns i: int
// returns year: int?
// returns month: string?
// returns count: int
UNWIND $rows AS row
MATCH (n:Technique {id: row.id})<-[:INTRODUCES|BUILDS_ON|IMPROVES|USES|STUDIES|COMPARES_WITH|MENTIONS]-(p)
RETURN row.i AS i, p.year AS year, substring(p.publishedAt, 0, 7) AS month, count(*) AS count
