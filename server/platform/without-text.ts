/** A shorter text is a common word: it is taken out only where it stands alone. */
const leastLetters = 8
/** So much of the beginning of a text is that text. */
const leastBeginning = 20

/**
 * A JSON value without what somebody said: strings that are it, or begin it, become empty; it is cut out of longer ones.
 * JSON inside a string is looked into as well. Gives the same value when nothing of it was there.
 */
export function withoutText(value: unknown, said: string): unknown {
  const wanted = said.trim()
  return wanted === '' ? value : taken(value, wanted)
}

function taken(value: unknown, wanted: string): unknown {
  if (typeof value === 'string') return takenFromString(value, wanted)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return keepSame(value, (each) => taken(each, wanted))
  const entries = Object.entries(value).map(([name, each]): [string, unknown] => [name, taken(each, wanted)])
  return entries.some(([name, each]) => each !== (value as Record<string, unknown>)[name])
    ? Object.fromEntries(entries)
    : value
}

function keepSame(list: readonly unknown[], change: (each: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change)
  return changed.some((each, place) => each !== list[place]) ? changed : list
}

function takenFromString(text: string, wanted: string): string {
  const own = text.trim()
  if (own === wanted) return ''
  const beginning = own.replace(/…$/u, '').trimEnd()
  if (beginning.length >= leastBeginning && wanted.startsWith(beginning)) return ''
  const inside = jsonIn(own)
  if (inside !== null) {
    const left = taken(inside, wanted)
    return left === inside ? text : JSON.stringify(left)
  }
  return wanted.length >= leastLetters ? text.replaceAll(wanted, '') : text
}

function jsonIn(text: string): object | null {
  if (!/^[[{]/.test(text)) return null
  try {
    return JSON.parse(text) as object
  } catch {
    return null
  }
}

/** How a text stands inside a JSON text, without the quotes; `depth` 2 = in a string of JSON that is itself a string. */
export function asInJson(text: string, depth = 1): string {
  const inside = JSON.stringify(text).slice(1, -1)
  return depth === 1 ? inside : asInJson(inside, depth - 1)
}
