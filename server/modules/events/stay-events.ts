import { Type } from 'typebox'
import { data, slug } from './event-data.ts'

/** What is told of tickets that rest: put aside, taken up again, and what time could not move on. */
export const stayEvents = {
  'ticket.snoozed': data({ until: slug }),
  'ticket.woken': data({ reason: slug }),
  /** Time was to move the ticket on: its guards still ask for these facts, or bar the way, such as for an open case. */
  'ticket.move_refused': data({
    move: slug,
    to: slug,
    missing: Type.Array(slug),
    barredBy: Type.Optional(Type.Array(slug)),
  }),
} as const
