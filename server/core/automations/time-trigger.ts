import { dueAfter } from '../calendars/working-time.ts'
import type { Automation, TimeTrigger } from './automation.ts'

/** When what happened to a ticket, in epoch ms. */
export interface TicketTimes {
  readonly status: string
  readonly statusCategory: string
  readonly createdAt: number
  /** Since when it has its status. */
  readonly statusSince: number
  /** The last change by anybody but an automation. */
  readonly changedAt: number
}

/** A time a rule waits for: counted from `since`, which tells one waiting from another. */
export interface Due {
  readonly since: number
  readonly at: number
}

/** When a rule's time comes for a ticket; null when it does not wait in this state. */
export function dueOf(time: TimeTrigger, times: TicketTimes): Due | null {
  if (!countsIn(time, times)) return null
  const since = sinceOf(time, times)
  return { since, at: time.calendar === null ? since + time.afterMs : dueAfter(time.calendar, since, time.afterMs) }
}

/** When the next rule's time comes that has not come yet; null when none is waited for. */
export function nextDue(rules: readonly Automation[], times: TicketTimes, after: number): number | null {
  const dues = rules.flatMap(({ time, isOff }) => {
    const due = time === null || isOff ? null : dueOf(time, times)
    return due === null || due.at <= after ? [] : [due.at]
  })
  return dues.length === 0 ? null : Math.min(...dues)
}

function countsIn({ in: states }: TimeTrigger, { status, statusCategory }: TicketTimes): boolean {
  if (states.length === 0) return statusCategory !== 'closed'
  return states.includes(status) || states.includes(statusCategory)
}

function sinceOf({ since }: TimeTrigger, { createdAt, statusSince, changedAt }: TicketTimes): number {
  if (since === 'created') return createdAt
  return since === 'status' ? statusSince : changedAt
}
