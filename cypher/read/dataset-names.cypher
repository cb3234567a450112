// What the index of names knows of every dataset.
// returns id: string
// returns name: string
// returns aliases: strings?
// returns paperCount: int?
MATCH (n:Dataset)
RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.paperCount AS paperCount
