// The version of the graph and when it was last loaded.
// returns version: int
// returns loadedAt: string?
MATCH (g:Graph {id: 'graph'})
RETURN g.version AS version, g.loadedAt AS loadedAt
