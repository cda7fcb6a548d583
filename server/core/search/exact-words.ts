/** Fewer digits than this are no telephone number. */
const fewestDigits = 4

/** Digits from the last to the first, so that the end of a number is the beginning of a word; null when there are few. */
export function reversedDigits(text: string): string | null {
  if (!/^\+?[\d ()./-]+$/.test(text)) return null
  const digits = text.replaceAll(/\D/g, '')
  return digits.length < fewestDigits ? null : Array.from(digits).toReversed().join('')
}

/** An exact word of a document as a tsquery writes it; `*` matches its beginning. */
export function quotedLexeme(word: string, isPrefix = false): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${isPrefix ? ':*' : ''}`
}
