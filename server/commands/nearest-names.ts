/** The names that somebody who wrote `text` may have meant, the likeliest first, at most three. */
export function nearestNames(text: string, names: readonly string[]): string[] {
  const near = names.flatMap((name) => {
    if (name.startsWith(`${text} `) || name.split(' ')[0] === text.split(' ')[0]) return [{ name, distance: 0 }]
    const distance = Math.min(...[text, text.split(' ')[0] ?? text].map((said) => editDistance(said, name)))
    return distance <= Math.max(2, Math.floor(name.length / 3)) ? [{ name, distance }] : []
  })
  return near
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** Letters to put in, take out or exchange to make one text of the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < to.length; j++) {
      const exchange = (row[j] ?? 0) + (from[i] === to[j] ? 0 : 1)
      next.push(Math.min(exchange, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
