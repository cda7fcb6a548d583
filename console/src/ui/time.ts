import { language, plural } from './words/words.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** `1:42` under two minutes, `12m` under an hour, `4h 20m` under a day, `3d 4h` beyond. Negative counts as its size. */
export function shortDuration(ms: number): string {
  const size = Math.abs(ms)
  if (size < 2 * minuteMs) {
    const seconds = Math.floor(size / 1000)
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }
  if (size < hourMs) return `${Math.floor(size / minuteMs)}m`
  if (size < dayMs) {
    const minutes = Math.floor((size % hourMs) / minuteMs)
    return `${Math.floor(size / hourMs)}h${minutes > 0 ? ` ${minutes}m` : ''}`
  }
  const hours = Math.floor((size % dayMs) / hourMs)
  return `${Math.floor(size / dayMs)}d${hours > 0 ? ` ${hours}h` : ''}`
}

/** `40s`, `1m`, `25m`, `1h 5m`: what a clock has counted, rounded down. */
export function countedDuration(ms: number): string {
  if (ms < minuteMs) return `${Math.floor(ms / 1000)}s`
  return ms < 2 * minuteMs ? '1m' : shortDuration(ms)
}

/** What a target counts: `1h 5m` of open time, `1.25 working days`. */
export function targetText(ms: number, unit: 'hours' | 'days' | undefined): string {
  return unit === 'days' ? plural('time.workingDays', Math.round(ms / 864_000) / 100) : countedDuration(ms)
}

/** `6:12` under an hour, then like `shortDuration`: for timers that tick. */
export function timerText(ms: number): string {
  if (ms >= hourMs) return shortDuration(ms)
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `94.1 %` of 0.941, as the language writes it. */
export function shareText(share: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language() + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language(), options)
  formats.set(key, known)
  return known
}

/** `11:02` in the reader's zone (or the given one), always on 24 hours. */
export function clockTime(iso: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  return formatOf({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone }).format(new Date(iso))
}

/** `11:02:07`. */
export function clockTimeWithSeconds(iso: string): string {
  return formatOf({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(iso))
}

/** For tooltips: the whole date and time with its zone. */
export function fullDate(iso: string): string {
  return formatOf({ dateStyle: 'full', timeStyle: 'long' }).format(new Date(iso))
}

/** In lists: clock time today, weekday within a week, else day and month. */
export function listTime(iso: string, nowMs: number): string {
  const then = new Date(iso)
  const today = new Date(nowMs)
  if (then.toDateString() === today.toDateString()) return clockTime(iso)
  if (Math.abs(nowMs - then.getTime()) < 6 * dayMs) return formatOf({ weekday: 'short' }).format(then)
  if (then.getFullYear() === today.getFullYear()) return formatOf({ day: 'numeric', month: 'short' }).format(then)
  return formatOf({ month: 'short', year: 'numeric' }).format(then)
}

/** When something happened, in a sentence: `12:56` today, `Fri 03:30` else. */
export function momentText(iso: string, nowMs: number): string {
  const day = listTime(iso, nowMs)
  const time = clockTime(iso)
  return day === time ? time : `${day} ${time}`
}

/** True when both instants fall on the same local day. */
export function isSameDay(aMs: number, bMs: number): boolean {
  return new Date(aMs).toDateString() === new Date(bMs).toDateString()
}

/** `Madrid` of `Europe/Madrid`. */
export function placeOfZone(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
}
