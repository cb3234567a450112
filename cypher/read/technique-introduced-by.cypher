// Papers that introduce each technique.
// param rows: {i, id}[]
// returns i: int
// returns sortKey: string
// returns id: string
// returns title: string
// returns year: int?
// returns publishedAt: string?
// returns url: string?
// returns arxiv: string?
// returns doi: string?
// returns openreview: string?
// returns keywords: strings?
// returns hasCode: boolean?
UNWIND $rows AS row
MATCH (n:Technique {id: row.id})<-[:INTRODUCES]-(p)
RETURN row.i AS i, p.sortKey AS sortKey, p.id AS id, p.title AS title, p.year AS year, p.publishedAt AS publishedAt, p.url AS url, p.arxiv AS arxiv, p.doi AS doi, p.openreview AS openreview, p.keywords AS keywords, p.hasCode AS hasCode
