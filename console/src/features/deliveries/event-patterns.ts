import { eventTypes } from '@switchyard/sdk'

/** Types of events by the thing they tell of, in the order of the catalogue. */
export const eventGroups: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  eventTypes as readonly string[],
  (type) => type.split('.')[0] ?? type,
)

/** Whether a list of types and patterns covers a type. */
export function covers(patterns: readonly string[], type: string): boolean {
  return patterns.includes('*') || patterns.includes(type) || patterns.includes(`${type.split('.')[0]}.*`)
}

/** The list with a whole group taken in or out; its single types go either way. */
export function withGroup(patterns: readonly string[], group: string, isIn: boolean): string[] {
  const others = patterns.filter((pattern) => pattern !== '*' && pattern.split('.')[0] !== group)
  return isIn ? [...others, `${group}.*`] : others
}

/** The list with one type taken in or out; a group that is whole becomes one pattern, one that is not its types. */
export function withType(patterns: readonly string[], type: string, isIn: boolean): string[] {
  const group = type.split('.')[0] ?? type
  const all = eventGroups.get(group) ?? [type]
  const chosen = all.filter((one) => (one === type ? isIn : covers(patterns, one)))
  const rest = withGroup(patterns, group, false)
  return chosen.length === all.length ? [...rest, `${group}.*`] : [...rest, ...chosen]
}
