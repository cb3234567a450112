// Where ids lead that were published before a merge.
// param rows: {i, key}[]
// returns i: int
// returns id: string
// returns labels: strings
UNWIND $rows AS row
MATCH (m:Name {key: row.key})-[:NAMES]->(n)
WHERE m.kind = 'formerId'
RETURN row.i AS i, n.id AS id, labels(n) AS labels
