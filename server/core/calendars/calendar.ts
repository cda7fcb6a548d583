/** Days of the week as a workflow writes them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export type Weekday = (typeof weekdays)[number]

/** Local wall-clock times `HH:MM`, half-open; `24:00` is a legal end. */
export type DayInterval = readonly [from: string, to: string]

/** Opening hours as written: a week, dates that replace it, holes in it and dates that close it (helpdesk.md 2.1). */
interface WrittenHours {
  readonly zone: string
  /** Open every second; then nothing else may be said. */
  readonly alwaysOpen?: boolean | undefined
  readonly week?: Readonly<Partial<Record<Weekday, readonly DayInterval[]>>> | undefined
  readonly holidays?: readonly string[] | undefined
  readonly shifts?: Readonly<Record<string, readonly DayInterval[]>> | undefined
  readonly breaks?: Readonly<Record<string, readonly DayInterval[]>> | undefined
}

/** A calendar as written, whole: the hours of the one it is within stand in it, whatever becomes of that one. */
export interface CalendarDefinition extends WrittenHours {
  /** Open only while these are too. */
  readonly within?: WrittenHours | undefined
}

/** Minutes of a local day, half-open: 540..1020 is 09:00 to 17:00. */
export interface MinuteSpan {
  readonly from: number
  readonly to: number
}

/** A calendar ready to count with. */
export interface Calendar {
  readonly name: string
  readonly zone: string
  /** Open spans of each weekday, index 0 = Monday, in order and not touching. */
  readonly week: readonly (readonly MinuteSpan[])[]
  /** Days (counted from 1970-01-01) with their own open spans, instead of the week's. */
  readonly exceptions: ReadonlyMap<number, readonly MinuteSpan[]>
  readonly holidays: ReadonlySet<number>
  /** Open every second of every day: working time is plain time. */
  readonly isAlwaysOpen: boolean
  /** Open only while this one is too, by the hours that one has now. */
  readonly within?: Calendar
  /** Each day that opens counts one, however long it is open (`inWorkingDays`). Left out = time is counted. */
  readonly countsDays?: true
  /** The hours it had before; everything else here counts from `until` on. Left out = it never had others. */
  readonly earlier?: { readonly until: number; readonly hours: Calendar }
}

/** Hours a calendar had until an instant (epoch ms). */
export interface PastHours {
  readonly until: number
  readonly definition: CalendarDefinition
}
