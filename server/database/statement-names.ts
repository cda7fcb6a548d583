/** Gives statements that come again a name, under which a connection parses and plans them once. */
export interface StatementNames {
  /** Null for a text seen for the first time, and for all further ones once there are enough names. */
  nameOf(text: string): string | null
}

/** Every connection may hold them all. */
const mostNames = 400
/** Texts seen once are forgotten beyond so many: those that are composed anew each time would never end. */
const mostSeen = 2_000

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  const seen = new Set<string>()
  return {
    nameOf: (text) => {
      const known = names.get(text)
      if (known !== undefined) return known
      if (names.size === mostNames) return null
      if (!seen.delete(text)) {
        if (seen.size === mostSeen) seen.clear()
        seen.add(text)
        return null
      }
      const name = `again-${names.size}`
      names.set(text, name)
      return name
    },
  }
}
