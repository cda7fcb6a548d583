import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { loadClocks } from '../sla/index.ts'
import { explainSla, presentExplainedClock, type Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import {
  addMessage,
  assignTicket,
  fireSlaTimer,
  overrideDue,
  transitionTicket,
  undoOverride,
  updateTicket,
} from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'

const minute = 60_000
const hour = 60 * minute
const reason = 'Agreed on the phone'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const clocksOf = ({ id }: Ticket) => desk.context.read((tx) => loadClocks(tx, desk.context.workspace.id, id))
async function clockOf(ticket: Ticket, metric: string) {
  const found = (await clocksOf(ticket)).find(({ clock }) => clock.metric === metric)
  if (found === undefined) throw new Error(`no ${metric} clock`)
  return found
}
async function override(ticket: Ticket, metric: string, dueAt: number, more: { version?: number; why?: string } = {}) {
  const { id: clockId } = await clockOf(ticket, metric)
  const { version: expectedVersion = null, why = reason } = more
  return overrideDue(desk.context, { ticketId: ticket.id, clockId, dueAt, reason: why, expectedVersion })
}
async function undo(ticket: Ticket, metric: string) {
  const { id: clockId } = await clockOf(ticket, metric)
  return undoOverride(desk.context, { ticketId: ticket.id, clockId, expectedVersion: null })
}
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code: string; details: { reason?: string }; fields: { pointer: string; code: string }[] }) => {
      const [field] = error.fields
      return field === undefined
        ? `${error.code} ${error.details.reason ?? ''}`.trim()
        : `${field.pointer} ${field.code}`
    },
  )
async function explain({ id: ticketId }: Ticket, context = desk.context) {
  const clocks = await explainSla(context, { ticketId, asOf: null })
  return clocks?.find(({ stored }) => stored.clock.metric === 'firstResponse')
}
async function fireDue(): Promise<void> {
  const system = desk.home.contextOf(systemPrincipal)
  const claim = { kinds: ['sla'], limit: 500, leaseMs: 1, aheadMs: system.now() - Date.now() + 10_000 } as const
  for (const timer of await system.transaction((tx) => claimTimers(tx, desk.home.workspace.id, claim)))
    await fireSlaTimer(system, timer)
}
const eventsOf = ({ id }: Ticket) =>
  desk.home.query<{ type: string; data: Record<string, unknown> }>(
    `select type, data from events where ticket_id = $1 and type like 'sla.%' order by seq`,
    [id],
  )

describe('a due time set by hand', () => {
  it('counts in place of the policy, with its event, author and reason, and is told in the explanation', async () => {
    const ticket = await desk.ticket()
    const dueAt = ticket.createdAt + 3 * hour
    const before = await clockOf(ticket, 'firstResponse')
    const changed = await override(ticket, 'firstResponse', dueAt)
    expect(changed?.nextDueAt).toBe(dueAt)
    expect(changed?.version).toBe(ticket.version + 1)
    expect((await clockOf(ticket, 'firstResponse')).clock).toMatchObject({ dueAt, override: { dueAt, reason } })
    expect(await eventsOf(ticket)).toEqual([
      {
        type: 'sla.overridden',
        data: {
          clockId: expect.stringMatching(/^clock_/),
          metric: 'firstResponse',
          dueAt: new Date(dueAt).toISOString(),
          before: new Date(before.clock.dueAt ?? 0).toISOString(),
        },
      },
    ])
    const explained = await explain(ticket)
    expect(explained?.explanation).toMatchObject({ dueAt, override: { dueAt, reason }, state: 'running' })
    expect(explained?.authors).not.toBeNull()
    const partnerId = newId()
    await desk.home.query(
      `update tickets set created_by = created_by || jsonb_build_object('partnerId', $2::text) where id = $1`,
      [ticket.id, partnerId],
    )
    const partner = desk.home.contextOf(principalWith(['ticket:read', 'sla:read'], { partnerId }))
    const told = await explain(ticket, partner)
    expect(told?.authors).toBeNull()
    expect(told === undefined ? null : presentExplainedClock(told)).toMatchObject({
      override: { dueAt: new Date(dueAt).toISOString(), by: null, reason: null },
      ledger: [{}, { kind: 'override', reason: null, by: null }],
    })
  })

  it('said again changes nothing; another one takes its place', async () => {
    const ticket = await desk.ticket()
    const first = await override(ticket, 'resolution', ticket.createdAt + 30 * hour)
    expect((await override(ticket, 'resolution', ticket.createdAt + 30 * hour))?.version).toBe(first?.version)
    await override(ticket, 'resolution', ticket.createdAt + 40 * hour, { why: 'Moved once more' })
    expect((await clockOf(ticket, 'resolution')).clock.override).toMatchObject({ reason: 'Moved once more' })
    expect(await eventsOf(ticket)).toHaveLength(2)
  })

  it('stands when the priority changes, is moved on by waiting, and is missed when it passes', async () => {
    const agent = await desk.addAgent()
    const ticket = await desk.ticket()
    const dueAt = ticket.createdAt + 2 * hour
    await override(ticket, 'resolution', dueAt)
    await updateTicket(desk.context, { ticketId: ticket.id, update: { priority: 'critical' }, expectedVersion: null })
    expect((await clockOf(ticket, 'resolution')).clock.dueAt).toBe(dueAt)
    await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'waiting_customer' })
    expect(await refusal(override(ticket, 'resolution', dueAt + hour))).toBe('conflict paused')
    desk.home.advance(hour)
    await transitionTicket(desk.context, { ticketId: ticket.id, to: 'assigned' })
    const moved = (await clockOf(ticket, 'resolution')).clock.dueAt ?? 0
    expect(Math.abs(moved - dueAt - hour)).toBeLessThan(minute)
    desk.home.advance(3 * hour)
    await fireDue()
    expect((await clockOf(ticket, 'resolution')).clock.breachedAt).toBe(moved)
    expect(await refusal(override(ticket, 'resolution', moved + 9 * hour))).toBe('conflict breached')
    expect(await refusal(undo(ticket, 'resolution'))).toBe('conflict breached')
  })

  it('is undone back to the policy, with what has elapsed; nothing happens where there is none', async () => {
    const ticket = await desk.ticket()
    const policy = (await clockOf(ticket, 'resolution')).clock.dueAt
    expect((await undo(ticket, 'resolution'))?.version).toBe(ticket.version)
    await override(ticket, 'resolution', ticket.createdAt + 2 * hour)
    desk.home.advance(10 * minute)
    await undo(ticket, 'resolution')
    expect((await clockOf(ticket, 'resolution')).clock.dueAt).toBe(policy)
    expect((await clockOf(ticket, 'resolution')).clock.override).toBeUndefined()
    expect((await eventsOf(ticket)).map(({ type }) => type)).toEqual(['sla.overridden', 'sla.override_undone'])
  })

  it('is refused, and nothing changed, where it cannot be', async () => {
    const [ticket, other] = [await desk.ticket(), await desk.ticket()]
    const now = desk.context.now()
    expect(await refusal(override(ticket, 'resolution', now - 1))).toBe('/dueAt past')
    expect(await refusal(override(ticket, 'resolution', now + 367 * 24 * hour))).toBe('/dueAt too_late')
    const version = ticket.version + 1
    expect(await refusal(override(ticket, 'resolution', now + hour, { version }))).toBe('version_mismatch')
    const { id: clockId } = await clockOf(other, 'resolution')
    const wish = { clockId, dueAt: now + hour, reason, expectedVersion: null }
    expect(await refusal(overrideDue(desk.context, { ...wish, ticketId: ticket.id }))).toBe('not_found')
    expect(await overrideDue(desk.context, { ...wish, ticketId: newId() })).toBeNull()
    const without = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write', 'sla:read']))
    expect(await refusal(overrideDue(without, { ...wish, ticketId: other.id }))).toBe('forbidden')
    const blind = desk.home.contextOf(principalWith(['ticket:read', 'sla:override']))
    expect(await refusal(overrideDue(blind, { ...wish, ticketId: other.id }))).toBe('forbidden')
    await addMessage(desk.context, {
      ticketId: ticket.id,
      body: 'Here you are.',
      visibility: 'public',
      clientId: null,
      asCustomer: false,
      lastSeenSeq: null,
    })
    expect(await refusal(override(ticket, 'firstResponse', now + hour))).toBe('conflict ended')
    for (const one of [ticket, other])
      expect((await eventsOf(one)).map(({ type }) => type)).not.toContain('sla.overridden')
  })

  it('is set by one of two who name the same version', async () => {
    const ticket = await desk.ticket()
    const { version } = ticket
    const dueAt = ticket.createdAt + 5 * hour
    const outcomes = await Promise.all(
      [1, 2].map((hours) => refusal(override(ticket, 'resolution', dueAt + hours * hour, { version }))),
    )
    expect(new Set(outcomes)).toEqual(new Set([null, 'version_mismatch']))
    expect(await eventsOf(ticket)).toHaveLength(1)
  })
})
