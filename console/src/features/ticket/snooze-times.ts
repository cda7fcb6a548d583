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
