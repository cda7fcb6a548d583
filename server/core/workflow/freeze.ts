/** Freezes a value and everything inside it, values of maps too, so that a snapshot shared by all requests never changes. */
export function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  const members: Iterable<unknown> = value instanceof Map ? value.values() : Object.values(value)
  for (const member of members) freeze(member)
  return value
}
