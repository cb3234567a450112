// How many papers appeared in each year and month; the month is as precise as the paper's date.
// returns year: int?
// returns month: string?
// returns count: int
MATCH (p:Paper)
RETURN p.year AS year, substring(p.publishedAt, 0, 7) AS month, count(*) AS count
