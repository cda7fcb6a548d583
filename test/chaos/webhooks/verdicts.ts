import type { Heard } from './hook.ts'

/** The value below which a share of these lies; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** From the event to its first receipt, ms. */
export function latenciesOf(heard: readonly Heard[]): number[] {
  return firstOfEach(heard).map((one) => one.at - Date.parse(one.body.timestamp))
}

/** What was heard without its repeats. */
export function firstOfEach(heard: readonly Heard[]): Heard[] {
  const seen = new Set<string>()
  return heard.filter(({ id }) => !seen.has(id) && seen.add(id) !== undefined)
}

/** Receipts of a ticket that came before one of its earlier events had: places where its order was broken. */
export function inversionsOf(heard: readonly Heard[]): string[] {
  const latest = new Map<string, number>()
  const broken: string[] = []
  for (const { id, body } of firstOfEach(heard)) {
    const lane = body.ticketId ?? id
    if (body.sequence < (latest.get(lane) ?? 0)) broken.push(id)
    latest.set(lane, Math.max(body.sequence, latest.get(lane) ?? 0))
  }
  return broken
}

/** The most that was heard within any second. */
export function mostInASecond(heard: readonly Heard[]): number {
  const times = heard.map(({ at }) => at).toSorted((a, b) => a - b)
  let from = 0
  let most = 0
  times.forEach((at, index) => {
    while ((times[from] ?? at) <= at - 1_000) from++
    most = Math.max(most, index - from + 1)
  })
  return most
}
