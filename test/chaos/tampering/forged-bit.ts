import type { Random } from '../../../server/core/routing/random.testing.ts'

/** What a column of the log holds, as PostgreSQL writes it. */
export type ColumnKind = 'uuid' | 'integer' | 'instant' | 'text' | 'json'

/** The same value with one bit of it turned round, still of its kind; null where there is nothing to turn. */
export function forgeBit(kind: ColumnKind, value: string | null, random: Random): string | null {
  if (value === null || value === '') return null
  if (kind === 'integer') return String(Number(value) ^ (1 << random.below(20)))
  if (kind === 'instant') return new Date(Date.parse(value) ^ (1 << random.below(30))).toISOString()
  if (kind === 'uuid') return turn(value, random, (text) => /^[\da-f-]{36}$/.test(text))
  if (kind === 'text') return turn(value, random, (text) => /^[\w.]+$/.test(text))
  return turn(value, random, (text) => isOtherJson(text, value))
}

const mostTries = 2_000

function turn(value: string, random: Random, isLegal: (text: string) => boolean): string | null {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const bytes = Buffer.from(value)
    const at = random.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(7))
    const text = bytes.toString()
    if (text !== value && isLegal(text)) return text
  }
  return null
}

/** Whether it is JSON that PostgreSQL takes and that says something else. */
function isOtherJson(text: string, before: string): boolean {
  // Whole numbers and plain letters alone: 1e2 and 100 are one number.
  if (!/^[\w\s":{}[\],.-]*$/.test(text)) return false
  try {
    return JSON.stringify(JSON.parse(text)) !== JSON.stringify(JSON.parse(before))
  } catch {
    return false
  }
}
