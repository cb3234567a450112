// What the index of names knows of every repository.
// returns id: string
// returns name: string
// returns url: string
// returns paperCount: int?
MATCH (n:Repository)
RETURN n.id AS id, n.id AS name, n.url AS url, n.paperCount AS paperCount
