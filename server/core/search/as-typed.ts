/** A search that is still being typed: its last word may be the beginning of one. */
export function asTyped(q: string): string {
  const isWithinQuotes = (q.match(/"/g)?.length ?? 0) % 2 === 1
  if (isWithinQuotes) return `${q}"`
  return /(?:^|\s)-?[\p{L}\p{N}][^\s":<>*]+$/u.test(q) ? `${q}*` : q
}
