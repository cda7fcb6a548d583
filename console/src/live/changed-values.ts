/** A code that somebody changed: what it was and is; null = nothing. */
interface ChangedValue {
  name: string
  from: string | null
  to: string | null
}

/** What an event says of the codes it changed. */
export function changedValues(data: Readonly<Record<string, unknown>>): ChangedValue[] {
  return Array.isArray(data.values) ? (data.values as ChangedValue[]) : []
}
