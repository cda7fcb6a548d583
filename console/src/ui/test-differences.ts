interface Difference {
  /** The member that differs; empty when the whole values do. */
  name: string
  expected: string
  actual: string
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '–'))
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a failed test wanted and got, member by member; members that agree are left out. */
export function testDifferences(expected: unknown, actual: unknown): Difference[] {
  if (!isRecord(expected) || !isRecord(actual))
    return [{ name: '', expected: textOf(expected), actual: textOf(actual) }]
  return Object.keys(expected)
    .filter((name) => textOf(expected[name]) !== textOf(actual[name]))
    .map((name) => ({ name, expected: textOf(expected[name]), actual: textOf(actual[name]) }))
}
