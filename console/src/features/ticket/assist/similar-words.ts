const mostWords = 3
const shortestWord = 4

/** The words of a text that tell it from others, as far as their length does: the longest first, each once. */
export function tellingWords(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}{2,}/gu) ?? []
  return [...new Set(words)]
    .filter((word) => word.length >= shortestWord)
    .toSorted((one, other) => other.length - one.length)
    .slice(0, mostWords)
}

/** What is looked for: tickets that are over and hold two of the words; one, where there is but one. */
export function similarSearches(text: string): string[] {
  const words = tellingWords(text)
  const [first] = words
  if (first === undefined) return []
  const pairs = words.flatMap((one, index) => words.slice(index + 1).map((other) => `${one} ${other}`))
  return (pairs.length === 0 ? [first] : pairs).map((pair) => `-is:open ${pair}`)
}

/** Those found by most of the searches first, without the one they are looked for. */
export function rankFound<T extends { id: string }>(
  found: readonly (readonly T[])[],
  butId: string,
  most: number,
): T[] {
  const byId = new Map<string, { one: T; hits: number }>()
  for (const one of found.flat()) {
    const known = byId.get(one.id)
    if (one.id !== butId) byId.set(one.id, { one, hits: (known?.hits ?? 0) + 1 })
  }
  return [...byId.values()]
    .toSorted((one, other) => other.hits - one.hits)
    .slice(0, most)
    .map(({ one }) => one)
}
