/** Whether a type of event is meant by one of these patterns: a type itself, `ticket.*` or `*`. */
export function matchesType(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*' || pattern === type) return true
    return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))
  })
}

/** Where the first pattern stands that means none of the known types; -1 when each means one. */
export function findIdlePattern(patterns: readonly string[], known: readonly string[]): number {
  return patterns.findIndex((pattern) => !known.some((type) => matchesType([pattern], type)))
}
