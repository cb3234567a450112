// A page of the papers joined to each author, latest first.
// param rows: {i, id, after}[]
// param first: int
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
// returns factId: string?
// returns confidence: float?
// returns evidence: json?
// returns rule: string?
// returns foundBy: strings?
UNWIND $rows AS row
MATCH (n:Author {id: row.id})
CALL (n, row) {
  MATCH (n)<-[r:AUTHORED_BY]-(p:Paper)
  WHERE row.after IS NULL OR p.sortKey < row.after
  RETURN p, r ORDER BY p.sortKey DESC LIMIT $first
}
RETURN row.i AS i, p.sortKey AS sortKey, p.id AS id, p.title AS title, p.year AS year, p.publishedAt AS publishedAt, p.url AS url, p.arxiv AS arxiv, p.doi AS doi, p.openreview AS openreview, p.keywords AS keywords, p.hasCode AS hasCode, r.factId AS factId, r.confidence AS confidence, r.evidence AS evidence, r.rule AS rule, r.foundBy AS foundBy
