import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { followEvents } from '../automations/index.ts'
import { assignTicket } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import type { Ticket } from '../tickets/index.ts'
import { claimTimers } from '../timers/index.ts'
import type { BulkAction } from './bulk.ts'
import { fireBulkTimer, previewBulk, startBulk } from './index.ts'

const rules = `
  - id: raised
    label: What is critical is seen to
    on: [ticket.updated]
    when: '"priority" in change.fields && ticket.priority == "critical" && change.by == "token"'
    do: [{ tag: seen-to }]
  - id: after-raised
    label: What was seen to is told
    on: [ticket.updated]
    when: '"priority" in change.fields && "seen-to" in ticket.tags'
    do: [{ tag: told }]
  - id: mended
    label: What is mended is marked
    on: [message.sent]
    when: message.text.hasWord("mended") && ticket.answered
    do: [{ tag: mended }]
  - id: noted
    label: Notes are marked
    on: [note.added]
    do: [{ tag: noted }]
  - id: waits
    label: What waits is marked
    on: [ticket.status_changed]
    when: change.to == "waiting_customer" && ticket.status == "waiting_customer" && message.text == ""
    do: [{ tag: waits }]
  - id: let-go
    label: What nobody has is marked
    on: [ticket.unassigned]
    when: '!ticket.assigned'
    do: [{ tag: let-go }]
  - id: off
    label: Switched off
    on: [ticket.updated, message.sent]
    off: true
    do: [{ tag: never }]
`
/** One macro more, that says nothing to the customer. */
const macro = `
  outage:
    label: Part of the outage
    internal: true
    body: { en: Part of the outage. }
    do: [{ setPriority: critical }]
`

let desk: Desk
beforeAll(async () => {
  desk = await openDesk((text) =>
    text
      .replace(/^automations:[^\n]*\n/m, (line) => `${line}${rules}\n`)
      .replace(/^macros:[^\n]*\n/m, (line) => `${line}${macro}\n`),
  )
})
afterAll(() => desk.close())

const selectionOf = ({ id }: Ticket) => ({ kind: 'ids' as const, ids: [id] })
const care = () => desk.ticket({ serviceLine: 'guest-support', category: 'payment_processing' })

/** The rules that the preview says would act. */
async function foreseen(ticket: Ticket, action: BulkAction, context = desk.context) {
  const { sample } = await previewBulk(context, { selection: selectionOf(ticket), action })
  return sample.map(({ automations }) => automations?.map(({ automation, on }) => [automation, on]) ?? null)
}

/** Lets automations act on everything that has happened, and on what that makes happen. */
async function follow() {
  const system = desk.home.contextOf(systemPrincipal)
  for (let seen = -1; ;) {
    const [last] = await desk.home.query<{ seq: number }>('select coalesce(max(seq), 0)::integer as seq from events')
    const upTo = last?.seq ?? 0
    if (upTo === seen) return
    seen = upTo
    while (!(await followEvents(system, { upTo })));
  }
}

/** The rules that act when it is done. */
async function acting(ticket: Ticket, action: BulkAction) {
  await follow()
  await startBulk(desk.context, { selection: selectionOf(ticket), action })
  const claim = { kinds: ['bulk'], limit: 10, leaseMs: 0, aheadMs: 1_000 } as const
  for (const timer of await desk.context.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim)))
    await fireBulkTimer(desk.context, timer)
  await follow()
  return desk.home.query<{ automation: string }>(
    `select automation from automation_runs where ticket_id = $1 and outcome = 'done' order by id`,
    [ticket.id],
  )
}

it.each<[string, BulkAction, [string, string][]]>([
  [
    'a higher priority',
    { kind: 'update', set: { priority: 'critical' } },
    [
      ['raised', 'ticket.updated'],
      ['after-raised', 'ticket.updated'],
    ],
  ],
  ['a priority no rule asks for', { kind: 'update', set: { priority: 'low' } }, []],
  ['a reply', { kind: 'reply', body: 'It is mended.', visibility: 'public' }, [['mended', 'message.sent']]],
  ['a reply in other words', { kind: 'reply', body: 'Wait, please.', visibility: 'public' }, []],
  ['a note', { kind: 'reply', body: 'It is mended.', visibility: 'internal' }, [['noted', 'note.added']]],
  [
    'a move with a note',
    { kind: 'transition', to: 'waiting_customer', note: 'Asked.' },
    [
      ['noted', 'note.added'],
      ['waits', 'ticket.status_changed'],
    ],
  ],
  ['taking it from its agent', { kind: 'unassign' }, [['let-go', 'ticket.unassigned']]],
  [
    'a macro for colleagues',
    { kind: 'applyMacro', key: 'outage', body: null },
    [
      ['noted', 'note.added'],
      ['raised', 'ticket.updated'],
      ['after-raised', 'ticket.updated'],
    ],
  ],
])('the preview of %s names the automations that act when it is done', async (_, action, expected) => {
  const ticket = await care()
  const agent = await desk.addAgent()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  await follow()
  expect(await foreseen(ticket, action)).toEqual([expected])
  expect(await acting(ticket, action)).toEqual(expected.map(([automation]) => ({ automation })))
})

it('says what they would do, and does nothing', async () => {
  const ticket = await care()
  const action: BulkAction = { kind: 'update', set: { priority: 'critical' } }
  const { sample } = await previewBulk(desk.context, { selection: selectionOf(ticket), action })
  expect(sample[0]?.automations?.[0]).toMatchObject({
    label: 'What is critical is seen to',
    does: [expect.any(String)],
  })
  expect(await desk.home.query('select 1 from automation_runs where ticket_id = $1', [ticket.id])).toEqual([])
  expect((await desk.read(ticket)).tags).toEqual([])
})

it('tells nothing of rules to who may not read the workflow', async () => {
  const ticket = await care()
  const clerk = desk.home.contextOf(principalWith(['ticket:read', 'ticket:write']))
  expect(await foreseen(ticket, { kind: 'update', set: { priority: 'critical' } }, clerk)).toEqual([null])
})
