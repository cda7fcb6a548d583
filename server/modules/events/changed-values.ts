/** What something was and is; of lists their members, by comma. */
export interface ChangedValue {
  readonly name: string
  readonly from: string | null
  readonly to: string | null
}

/** How a value is told: as it is, the origin of an address alone, or only whether there is one. */
export type Telling = 'whole' | 'origin' | 'redacted'

/**
 * What of these was changed from what to what; what reads alike before and after is left out. The log outlives an
 * erasure: codes are told whole, of an address its origin (a path or a query may be a secret), and of what is personal
 * only whether it is there.
 */
export function changedValuesOf(
  tellings: Readonly<Partial<Record<string, Telling>>>,
  changed: readonly string[],
  before: object,
  after: object,
): ChangedValue[] {
  return changed.flatMap((name) => {
    const telling = tellings[name]
    if (telling === undefined) return []
    const from = told(telling, Reflect.get(before, name))
    const to = told(telling, Reflect.get(after, name))
    return from === to ? [] : [{ name, from, to }]
  })
}

function told(telling: Telling, value: unknown): string | null {
  const text = textOf(value)
  if (text === null || telling === 'whole') return text
  return telling === 'redacted' ? 'redacted' : (URL.parse(text)?.origin ?? null)
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) return joined(value.map((one) => textOf(one) ?? ''))
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).map(([key, one]) => `${key} ${textOf(one) ?? 'nothing'}`)
  return joined(members.toSorted((one, other) => (one < other ? -1 : 1)))
}

const joined = (parts: readonly string[]) => (parts.length === 0 ? null : parts.join(', '))
