import { afterAll, describe, expect, it } from 'vitest'
import { findRunningPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { createAgent, setPresence } from '../modules/agents/index.ts'
import { addEvidence, escalateCase } from '../modules/cases/index.ts'
import { assignTicket, consultAgent } from '../modules/handling/index.ts'
import { createTicket } from '../modules/intake/index.ts'
import { readFairness } from '../modules/reports/index.ts'
import { checkInvariants } from '../modules/routing/index.ts'
import { linkTickets } from '../modules/tickets/index.ts'
import type { Context } from '../platform/context.ts'
import { decodeId } from '../platform/ids.ts'
import { openCore } from '../start/open-core.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import { planSeed, type SeedPlan } from './seed/plan-seed.ts'
import { exampleWorkflow, openCommandPlace, openLocalPlace } from './testing/command-place.ts'

const { run, write, path, query } = await openLocalPlace()
const access = await findRunningPostgres(path('.'))
if (access === null) throw new Error('The PostgreSQL of these tests runs.')
const core = await openCore(access, { warn: () => undefined })
afterAll(core.close)

const outside = await openCommandPlace()

/** A few tickets, and so many that they take two transactions. */
const few = { tickets: 6, agents: 3, days: 2 }
const many = { ...few, tickets: 24 }
const flags = (size: object) => Object.entries(size).flatMap(([name, value]) => [`--${name}`, String(value)])
const good = await write('good.yaml', exampleWorkflow)

/** A workspace with a workflow of its own. */
async function openDesk(slug: string, workflow = good) {
  await run('workspace', 'create', slug, '--from', workflow)
  const context = await chooseWorkspace(core, slug)
  return { context, seed: (...args: string[]) => run('seed', '--workspace', slug, ...args) }
}

const historyOf = (slug: string) =>
  query<{ number: number; status: string; tags: string[]; createdAt: Date }>(
    `select tickets.number, tickets.status, tickets.issue_summary as summary, tickets.tags,
       customers.external_id as customer, agents.email as assignee, tickets.created_at as "createdAt"
     from tickets
     join workspaces on workspaces.id = tickets.workspace_id
     join customers on customers.workspace_id = tickets.workspace_id and customers.id = tickets.customer_id
     join agents on agents.workspace_id = tickets.workspace_id and agents.id = tickets.assignee_id
     where workspaces.slug = $1
     order by tickets.number`,
    [slug],
  )

/** Opens a case for a ticket; gives its id. */
async function escalate(context: Context, ticketId: string, reason: string): Promise<string> {
  const named = { ticketId, ticketNumber: null, externalId: null, caseId: null }
  const why = { reason, severity: null, lane: null, note: 'Odd.', evidence: [], expectedVersion: null }
  return (await escalateCase(context, { ...named, ...why }))?.found.id ?? ''
}

/** Rows of a workspace by their table. */
async function countsOf(slug: string): Promise<Record<string, number>> {
  const tables = await query<{ name: string }>(
    `select columns.table_name as name
     from information_schema.columns
     join pg_class on pg_class.oid = format('public.%I', columns.table_name)::regclass and not pg_class.relispartition
     where columns.table_schema = 'public' and columns.column_name = 'workspace_id'
       and columns.table_name <> 'queue_span_marks'`,
  )
  const counts = tables.map(
    ({ name }) => `select '${name}' as name, count(*) as rows from ${name} where workspace_id = (select id from place)`,
  )
  const rows = await query<{ name: string; rows: number }>(
    `with place as (select id from workspaces where slug = $1) ${counts.join(' union all ')}`,
    [slug],
  )
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.rows)]))
}

/** The first seeding of this size whose plan is as a test needs it. */
function flagsWhere(size: typeof few, isFit: (plan: SeedPlan) => boolean): string[] {
  for (let seed = 1; seed < 1_000; seed++) if (isFit(planSeed({ ...size, seed }))) return flags({ ...size, seed })
  throw new Error('No plan is like that.')
}

describe('switchyard seed', () => {
  it('brings agents and the tickets of the past days, none of which waits', async () => {
    const { context, seed } = await openDesk('filled')
    const seeded = await seed(...flags(many))
    expect(seeded).toMatchObject({ code: 0, out: '' })
    expect(seeded.told).toMatch(/^24 tickets and 3 agents in [\d.]+ s \(\d+ tickets a second\)\.\n$/)
    const history = await historyOf('filled')
    expect(history).toHaveLength(24)
    const oldest = context.now() - 2 * 86_400_000 - 60_000
    for (const { tags, createdAt } of history) {
      expect(tags).toEqual(['seed'])
      expect(createdAt.getTime()).toBeGreaterThan(oldest)
    }
    expect(await countsOf('filled')).toMatchObject({ agents: 3, tickets: 24 })
    const waiting = `select from tasks where workspace_id = $1 and state in ('waiting', 'offered')`
    expect(await query(waiting, [context.workspace.id])).toEqual([])
    expect(await checkInvariants(context)).toEqual([])
  })

  it('has its agents there while they work, and offline by now', async () => {
    const { context, seed } = await openDesk('present')
    await seed(...flags(many))
    const everything = { from: null, to: null, queue: null, channel: null, team: null, groupBy: null }
    const { agents, whole } = await readFairness(context, everything)
    expect(agents.map(({ presentMs, workMs }) => presentMs > workMs && workMs > 0)).toEqual([true, true, true])
    expect(whole).toMatchObject({ n: 3, excluded: 0 })
    const wrong = await query(
      `select 1
       from (
         select events.subject_id, events.type, events.at, events.data ->> 'from' as "from",
           lag(events.data ->> 'to', 1, 'offline') over own as before, lag(events.at) over own as at_before
         from events
         where events.workspace_id = $1 and events.subject_kind = 'agent' and events.type <> 'agent.created'
         window own as (partition by events.subject_id order by events.subject_seq)) as told
       where told.type <> 'agent.presence_changed' or told."from" <> told.before or told.at < told.at_before
       union all
       select 1 from agent_loads where workspace_id = $1 and (presence <> 'offline' or presence_since > now())
       union all
       select 1
       from tickets
       join agents on agents.workspace_id = tickets.workspace_id and agents.id = tickets.assignee_id
       where tickets.workspace_id = $1 and tickets.created_at < agents.created_at`,
      [context.workspace.id],
    )
    expect(wrong).toEqual([])
  })

  it('brings the same for the same numbers, and something else for others', async () => {
    const bring = async (slug: string, number: string) => {
      const { seed } = await openDesk(slug)
      await seed(...flags(few), '--seed', number)
      return (await historyOf(slug)).map(({ createdAt: _createdAt, ...rest }) => rest)
    }
    const first = await bring('first', '7')
    expect(await bring('second', '7')).toEqual(first)
    expect(await bring('third', '8')).not.toEqual(first)
  })

  it('brings agents alone when no ticket is asked for', async () => {
    const { seed } = await openDesk('staffed')
    expect(await seed('--tickets', '0', '--agents', '2')).toMatchObject({ code: 0 })
    expect(await countsOf('staffed')).toMatchObject({ agents: 2, tickets: 0 })
  })

  it.each<[string[], string | RegExp]>([
    [['--tickets', 'many'], '--tickets takes a whole number from 0 to 1000000.'],
    [['--agents', '0'], '--agents takes a whole number from 1 to 10000.'],
    [['--days', '366'], '--days takes a whole number from 1 to 365.'],
    [['--seed', '-1'], '--seed needs a value.'],
    [['--tickets', '1', 'now'], /^Write it like this: switchyard seed /],
    [['--workspace', 'nowhere'], /^There is no workspace "nowhere"; there is: /],
  ])('refuses %j and brings nothing', async (args, sentence) => {
    await openDesk('refusing')
    const before = await countsOf('refusing')
    const { code, told } = await run('seed', '--workspace', 'refusing', ...args)
    expect(told.replace(/^switchyard: |\n$/g, '')).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    )
    expect(code).toBe(1)
    expect(await countsOf('refusing')).toEqual(before)
  })

  it('brings nothing to a workspace without a workflow', async () => {
    await run('workspace', 'create', 'bare')
    const before = await countsOf('bare')
    const { code, told } = await run('seed', '--workspace', 'bare', ...flags(few))
    expect(told).toBe('switchyard: Workspace bare has no published workflow.\n')
    expect(code).toBe(1)
    expect(await countsOf('bare')).toEqual(before)
  })
})

describe('switchyard seed in a workspace with other words', () => {
  const others = exampleWorkflow.replaceAll('security_event', 'intrusion')
  const placeOf = ({ stories }: SeedPlan) => stories.findIndex(({ request }) => request.category === 'security_event')

  it('brings nothing when one of the first tickets has no place there, and says why', async () => {
    const { seed } = await openDesk('other-words', await write('others.yaml', others))
    const before = await countsOf('other-words')
    const { code, told } = await seed(...flagsWhere(few, (plan) => placeOf(plan) > 0))
    expect(told).toMatch(/^switchyard: .* category: "security_event" is not one of: .*\bintrusion\b.*\.\n$/)
    expect(code).toBe(1)
    expect(await countsOf('other-words')).toEqual(before)
  })

  it('says what is there already when it is a later one', async () => {
    const { seed } = await openDesk('later-words', await write('later.yaml', others))
    const { code, told } = await seed(...flagsWhere(many, (plan) => placeOf(plan) >= 20))
    expect(told).toMatch(/^20 tickets are there already; switchyard seed --clear deletes them\.\nswitchyard: .*\n$/)
    expect(code).toBe(1)
    expect(await countsOf('later-words')).toMatchObject({ tickets: 20 })
  })
})

describe('switchyard seed --clear', () => {
  it('deletes what seedings brought and nothing else', async () => {
    const { context, seed } = await openDesk('cleared')
    const ask = (customerId: string, tags: string[]) =>
      createTicket(context, { request: { customerId, channel: 'email', issueSummary: 'Help', tags }, key: null })
    await ask('somebody', ['seed'])
    const before = await countsOf('cleared')
    await seed(...flags(few))
    await seed(...flags({ ...few, agents: 1, seed: 2 }))
    const { code, told } = await seed('--clear')
    expect(told).toBe('12 tickets of seedings are deleted from cleared.\n')
    expect(code).toBe(0)
    expect(await countsOf('cleared')).toEqual(before)
    expect((await seed('--clear')).told).toBe('0 tickets of seedings are deleted from cleared.\n')
  })

  it('lets go of what people linked and took in hand', async () => {
    const { context, seed } = await openDesk('in-hand')
    const request = { customerId: 'somebody', channel: 'email', issueSummary: 'Help' }
    const { location } = await createTicket(context, { request, key: null })
    const own = decodeId('ticket', location.split('/').at(-1) ?? '') ?? ''
    const agent = await createAgent(context, { name: 'Ana', queues: ['frontline'] }, () => ({ ok: true }))
    const asked = await createAgent(context, { name: 'Bea', queues: ['frontline'] }, () => ({ ok: true }))
    await setPresence(context, { agentId: asked.id, state: 'available', reason: null, source: 'api' })
    const kept = await escalate(context, own, 'vip')
    const before = await countsOf('in-hand')
    await seed(...flagsWhere(few, ({ stories }) => stories.some(({ reach }) => reach !== 'closed')))
    const [open] = await query<{ id: string }>(
      `select id from tickets where workspace_id = $1 and tags = array['seed'] and status_category <> 'closed'`,
      [context.workspace.id],
    )
    const seeded = open?.id ?? ''
    await assignTicket(context, { ticketId: seeded, agentId: agent.id })
    const [task] = await query<{ id: string }>(
      `select id from tasks where workspace_id = $1 and ticket_id = $2 and ended_at is null`,
      [context.workspace.id, seeded],
    )
    await consultAgent(context, { taskId: task?.id ?? '', agentId: asked.id, note: null })
    await escalate(context, seeded, 'abuse')
    const link = { kind: 'link', ticketId: seeded } as const
    await addEvidence(context, { caseId: kept, evidence: link, expectedVersion: null })
    await linkTickets(context, { ticketId: own, kind: 'related', otherTicketId: seeded })
    expect(await seed('--clear')).toMatchObject({ code: 0, told: '6 tickets of seedings are deleted from in-hand.\n' })
    expect(await checkInvariants(context)).toEqual([])
    const { events, ...rest } = await countsOf('in-hand')
    // What the link and the load recorded of the ticket and the agent that stay.
    expect(events).toBeGreaterThanOrEqual(before['events'] ?? 0)
    expect({ ...rest, events: before['events'] }).toEqual(before)
  })

  it('asks for the owner of an outside database', async () => {
    await outside.run('workspace', 'create', 'desk')
    const { code, told } = await outside.run('seed', '--clear')
    expect(told).toBe('switchyard: Deleting facts needs DATABASE_OWNER_URL.\n')
    expect(code).toBe(1)
  })
})
