/** Until when tickets are usually put aside. */
export type SnoozeTime = 'later' | 'tomorrow' | 'monday'

const workBeginsAt = 9

/** The usual times from now on, in the reader's zone: in three hours, tomorrow at nine, and Monday at nine. */
export function snoozeTimes(nowMs: number): { id: SnoozeTime; at: Date }[] {
  const later = new Date(nowMs)
  later.setHours(later.getHours() + 3, 0, 0, 0)
  const tomorrow = new Date(nowMs)
  tomorrow.setDate(tomorrow.getDate() + 1)
  tomorrow.setHours(workBeginsAt, 0, 0, 0)
  const monday = new Date(nowMs)
  monday.setDate(monday.getDate() + ((8 - monday.getDay()) % 7 || 7))
  monday.setHours(workBeginsAt, 0, 0, 0)
  return [
    { id: 'later', at: later },
    { id: 'tomorrow', at: tomorrow },
    { id: 'monday', at: monday },
  ]
}

const longestMs = 366 * 86_400_000
const two = (value: number) => String(value).padStart(2, '0')

/** An instant as fields of a form have it, in the reader's zone. */
export function fieldsOf(ms: number): { date: string; time: string } {
  const at = new Date(ms)
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return { date, time: `${two(at.getHours())}:${two(at.getMinutes())}` }
}

/** The instant that fields of a form mean in the reader's zone; null where they say none. */
export function instantOf({ date, time }: { date: string; time: string }): number | null {
  const ms = Date.parse(`${date}T${time}`)
  return Number.isNaN(ms) ? null : ms
}

/** Why nothing can be put aside until then; null when it can. */
export function snoozeFault(ms: number, nowMs: number): 'passed' | 'tooFar' | null {
  if (ms <= nowMs) return 'passed'
  return ms > nowMs + longestMs ? 'tooFar' : null
}
