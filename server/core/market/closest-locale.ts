/**
 * Which of these locales speaks most closely to the one asked for: itself, whatever its case; else what is left of it as
 * its last parts are taken away (`pt-BR` -> `pt`); else another one of its language. Null when none speaks it.
 */
export function closestLocale(asked: string, offered: readonly string[]): string | null {
  const parts = asked.toLowerCase().split('-')
  for (let length = parts.length; length > 0; length -= 1) {
    const wanted = parts.slice(0, length).join('-')
    const found = offered.find((locale) => locale.toLowerCase() === wanted)
    if (found !== undefined) return found
  }
  return offered.find((locale) => locale.toLowerCase().split('-')[0] === parts[0]) ?? null
}
