import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileCalendar, dueAfter, workingTimeBetween } from '../../core/calendars/index.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { assignTicket, fireSlaTimer, transitionTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { hastenOutdated } from '../sla/index.ts'
import { explainSla, type Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import { currentWorkflow, getWorkflow } from '../workflow/index.ts'
import { publishWorkflow } from './index.ts'

const hour = 3_600_000

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const system = () => desk.home.contextOf(systemPrincipal)
/** Without the example's own tests, which know its hours. */
const document = async () => ((await getWorkflow(desk.context))?.document ?? '').replace(/^tests:[\s\S]*/m, '')
const publish = (text: string) => publishWorkflow(desk.context, { document: text, expectedVersion: null })
const explained = async ({ id: ticketId }: Ticket, metric: string, asOf: number | null = null) =>
  (await explainSla(desk.context, { ticketId, asOf }))?.find(({ stored }) => stored.clock.metric === metric)

it('hours that are published otherwise count from then on; what was counted before stays, now and when it is explained', async () => {
  const ticket = await desk.ticket({ type: 'service_request', priority: 'low' })
  expect(ticket.slaPolicy).toBe('business-hours')
  const old = (await currentWorkflow(desk.context)).calendars.get('business-hours')
  if (old === undefined) throw new Error('The example has no such calendar.')
  desk.home.advance(30 * hour)
  const text = await document()
  await publish(
    text.replace(
      / {2}business-hours:\n {4}zone: Europe\/Madrid\n[\s\S]*?\n\n/,
      '  business-hours: { zone: UTC, alwaysOpen: true }\n\n',
    ),
  )
  const [row] = await desk.home.query<{ until: number }>(
    `select floor(extract(epoch from until) * 1000)::float8 as until from past_hours where calendar = 'business-hours'`,
  )
  const until = row?.until ?? 0
  const counted = workingTimeBetween(old, ticket.createdAt, until)
  const later = await explained(ticket, 'resolution', until + 3 * hour)
  expect(later?.explanation).toMatchObject({ elapsedMs: counted + 3 * hour, dueAt: until + 45 * hour - counted })
  expect((await explained(ticket, 'resolution', until))?.explanation?.elapsedMs).toBe(counted)

  await hastenOutdated(system(), await currentWorkflow(system()))
  // The database's clock stands where the test began.
  const claim = { kinds: ['sla'], limit: 50, leaseMs: 1, aheadMs: 31 * hour } as const
  for (const timer of await system().transaction((tx) => claimTimers(tx, desk.home.workspace.id, claim)))
    await fireSlaTimer(system(), timer)
  const now = await explained(ticket, 'resolution')
  expect(now?.stored.clock.dueAt).toBe(until + 45 * hour - counted)
  expect(now?.explanation?.dueAt).toBe(now?.stored.clock.dueAt)
})

it('clocks of old tickets are explained by a calendar that is gone', async () => {
  const text = await document()
  const withOther = text
    .replace('calendars:\n', 'calendars:\n  guest-hours: { zone: Europe/Lisbon, alwaysOpen: true }\n')
    .replace(/( {2}guest-care:\n {4}label: Guests[^\n]*\n {4}when: [^\n]*\n {4}calendar: )always-on/, '$1guest-hours')
  expect(withOther).toMatch(/calendar: guest-hours/)
  await publish(withOther)
  const agent = await desk.addAgent()
  const ticket = await desk.ticket({ serviceLine: 'guest-support', category: 'payment_processing' })
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'solved', resolution: 'Done.' })
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'closed' })
  await publish(text)
  expect((await currentWorkflow(desk.context)).calendars.has('guest-hours')).toBe(false)
  const clock = await explained(ticket, 'resolution')
  expect(clock).toMatchObject({ zone: 'Europe/Lisbon', explanation: { state: 'met' } })
})

it('open clocks follow when the calendar changes that theirs is within', async () => {
  const text = await document()
  const daily = (to: string) =>
    `week: { ${['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => `${day}: [["00:00", "${to}"]]`).join(', ')} }`
  const partnerUntil = (to: string) =>
    text.replace(
      '  business-hours: { zone: UTC, alwaysOpen: true }\n',
      `  business-hours: { zone: UTC, ${daily('24:00')}, within: partner }\n  partner: { zone: UTC, ${daily(to)} }\n`,
    )
  await publish(partnerUntil('24:00'))
  const ticket = await desk.ticket({ type: 'service_request', priority: 'low' })
  expect((await explained(ticket, 'resolution'))?.stored.clock.dueAt).toBe(ticket.createdAt + 45 * hour)
  desk.home.advance(hour)
  await publish(partnerUntil('12:00'))

  await hastenOutdated(system(), await currentWorkflow(system()))
  const claim = { kinds: ['sla'], limit: 50, leaseMs: 1, aheadMs: 32 * hour } as const
  for (const timer of await system().transaction((tx) => claimTimers(tx, desk.home.workspace.id, claim)))
    await fireSlaTimer(system(), timer)
  const [row] = await desk.home.query<{ until: number }>(
    `select floor(extract(epoch from max(until)) * 1000)::float8 as until from past_hours where calendar = 'business-hours'`,
  )
  const until = row?.until ?? 0
  const day = [['00:00', '12:00']] as const
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }
  const dueAt = dueAfter(compileCalendar('half', { zone: 'UTC', week }), until, 45 * hour - (until - ticket.createdAt))
  const now = await explained(ticket, 'resolution')
  expect(now?.stored.clock.dueAt).toBe(dueAt)
  expect(now?.explanation?.dueAt).toBe(dueAt)
})
