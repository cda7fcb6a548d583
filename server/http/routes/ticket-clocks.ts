import { Type } from 'typebox'
import { type ClockWithRisk, explainWithRisk, presentRisk } from '../../modules/forecast/index.ts'
import { overrideDue, undoOverride } from '../../modules/handling/index.ts'
import { presentExplainedClock } from '../../modules/tickets/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { expectedVersion } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, spokenText } from '../schemas.ts'
import { ClockList, exampleClock, ExplainedClock } from './clock-schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** How the clocks of a ticket were counted, and due times set by hand. */
export function ticketClockRoutes(): Route[] {
  return [slaRoute, explainRoute, overrideRoute, undoRoute]
}

const params = Type.Object({ id: id('ticket') })
const exampleParams = { id: exampleTicket.id }
const presentClock = ({ clock, risk }: ClockWithRisk) => ({
  ...presentExplainedClock(clock),
  breachRisk: presentRisk(risk),
})
const notFound = () => new AppError('not_found', 'There is no such ticket.')

const slaRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/sla',
  operationId: 'readSla',
  summary: 'Read the clocks of a ticket',
  tag: 'clocks',
  permission: 'sla:read',
  params,
  answers: { 200: ClockList },
  example: { params: exampleParams, answer: { clocks: [exampleClock] } },
  async handle({ context, params: { id: ticketId } }) {
    const clocks = await explainWithRisk(context, { ticketId, asOf: null })
    if (clocks === null) throw notFound()
    return { clocks: clocks.map(presentClock) }
  },
})

const explainRoute = defineRoute({
  method: 'GET',
  url: '/v1/tickets/:id/sla/explain',
  operationId: 'explainSla',
  summary: 'Explain the clocks of a ticket second by second',
  description: 'Every stretch counted or skipped and why; `asOf` recomputes them for any past instant.',
  tag: 'clocks',
  permission: 'sla:read',
  params,
  query: Type.Object({ asOf: Type.Optional(instant()) }),
  answers: { 200: ClockList },
  example: { params: exampleParams, answer: { clocks: [exampleClock] } },
  async handle({ context, params: { id: ticketId }, query }) {
    const asOf = query.asOf === undefined ? null : Date.parse(query.asOf)
    const clocks = await explainWithRisk(context, { ticketId, asOf })
    if (clocks === null) throw notFound()
    return { clocks: clocks.map(presentClock) }
  },
})

const ofClock = Type.Object({ id: id('ticket'), clockId: id('clock') })
const exampleOfClock = { ...exampleParams, clockId: exampleClock.id }
const promised = {
  dueAt: '2027-01-04T16:00:00.000Z',
  at: '2026-11-20T09:05:00.000Z',
  by: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Ines Duarte' },
  reason: 'Agreed with the customer on the phone.',
} as const

async function answerClock(context: Context, ticketId: string, clockId: string) {
  const clocks = await explainWithRisk(context, { ticketId, asOf: null })
  const clock = clocks?.find(({ clock: { stored } }) => stored.id === clockId)
  if (clock === undefined) throw notFound()
  return presentClock(clock)
}

const overrideRoute = defineRoute({
  method: 'PUT',
  url: '/v1/tickets/:id/sla/:clockId/due',
  operationId: 'overrideDue',
  summary: 'Set the due time of a clock by hand',
  description:
    'With author and reason, which its ledger keeps. Priority, policy and hours no longer move it; a pause moves it on by ' +
    'the working time that was left. 409 with `reason` for a clock that is `paused`, `breached` (a breach is never erased) ' +
    'or `ended`. `If-Match` names the version of the ticket.',
  tag: 'clocks',
  permission: 'sla:override',
  params: ofClock,
  body: component('DueOverride', {
    dueAt: instant({ description: 'In the next 366 days.' }),
    reason: spokenText(500),
  }),
  answers: { 200: ExplainedClock },
  example: {
    params: exampleOfClock,
    body: { dueAt: promised.dueAt, reason: promised.reason },
    answer: { ...exampleClock, dueAt: promised.dueAt, override: promised },
  },
  async handle({ context, params: { id: ticketId, clockId }, body, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', ticketId))
    const wish = { dueAt: Date.parse(body.dueAt), reason: body.reason.trim(), expectedVersion: version }
    if ((await overrideDue(context, { ticketId, clockId, ...wish })) === null) throw notFound()
    return answerClock(context, ticketId, clockId)
  },
})

const undoRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tickets/:id/sla/:clockId/due',
  operationId: 'undoOverride',
  summary: 'Let a clock be due by its policy again',
  description:
    'With what has elapsed: a target used up by then is due at once. A clock whose due time was not set by hand stays as it ' +
    'is; 409 with `reason` for one that is `breached` or `ended`.',
  tag: 'clocks',
  permission: 'sla:override',
  params: ofClock,
  answers: { 200: ExplainedClock },
  example: { params: exampleOfClock, answer: exampleClock },
  async handle({ context, params: { id: ticketId, clockId }, request }) {
    const version = expectedVersion(request.headers, encodeId('ticket', ticketId))
    if ((await undoOverride(context, { ticketId, clockId, expectedVersion: version })) === null) throw notFound()
    return answerClock(context, ticketId, clockId)
  },
})
