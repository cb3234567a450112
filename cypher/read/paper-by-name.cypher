// Paper nodes to which a name leads; the caller settles which of several is meant.
// param rows: {i, key}[]
// returns i: int
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
MATCH (m:Name {key: row.key})-[:NAMES]->(n:Paper)
WHERE m.kind = 'Paper'
RETURN row.i AS i, n.id AS id, n.title AS title, n.year AS year, n.publishedAt AS publishedAt, n.url AS url, n.arxiv AS arxiv, n.doi AS doi, n.openreview AS openreview, n.keywords AS keywords, n.hasCode AS hasCode
