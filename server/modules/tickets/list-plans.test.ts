import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openInstallation } from '../../database/open-installation.ts'
import { openPool } from '../../database/pool.ts'
import { createTestDatabase } from '../../database/testing/create-test-database.ts'
import { explainStatements, gatherPlans, type PlanNode, type RanPlan } from '../../database/testing/watch-plans.ts'
import { newId } from '../../platform/ids.ts'
import { createMemory } from '../../platform/memory.ts'
import type { Principal } from '../../platform/principal.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { indexAll } from '../search/testing/index-all.ts'
import { addManyTickets } from './testing/many-tickets-store.ts'
import { countTicketsOf, listTickets, type TicketListInput, viewTickets, wholeList } from './index.ts'

const database = await createTestDatabase()
await explainStatements(database)
const pool = openPool({ url: database.appUrl, size: 1, name: 'asking', onConnectionLost: () => undefined })
const plans = gatherPlans(pool)
const asking = openInstallation({
  pool,
  clock: { now: () => Date.now(), observe: () => undefined },
  memory: createMemory(),
  sealingKey: randomBytes(32),
})

const tickets = 2_400
/** The planner is told of so many times as many rows as there are: it plans as for a million. */
const times = 400
const people = 1_300
const quietHours = 130
/** Rows that one part of a plan may touch: fewer than there are, so whoever walks through all of them is found. */
const mostTouched = 1_100
/** Tables that grow with the tickets. */
const growing = [
  'tickets',
  'search_documents',
  'search_words',
  'customers',
  'orders',
  'messages',
  'sla_clocks',
  'tasks',
]

let desk: Desk
/** Only the oldest ticket has what is rare. */
const rare = { partnerId: newId(), agentId: '', customerId: newId() }

beforeAll(async () => {
  desk = await openDesk(undefined, database)
  const [ana, ben] = [await desk.addAgent(), await desk.addAgent({ name: 'Ben' })]
  rare.agentId = ben.id
  const model = await desk.ticket({ customer: { name: 'Common Person' }, tags: ['common'], message: 'It is slow.' })
  await addManyTickets(database.ownerUrl, { modelId: model.id, agentId: ana.id, tickets, quietHours, people, rare })
  await indexAll(desk.home, desk.home.contextOf())
  await desk.home.query('analyze')
  await desk.home.query(
    `update pg_class
     set reltuples = reltuples * ${times}
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'i') and reltuples > 1000`,
  )
}, 120_000)
afterAll(async () => {
  await pool.end()
  await desk.close()
})

/** What the statements of a call did that would take long among a million tickets. */
async function faultsOf(call: () => Promise<unknown>): Promise<string[]> {
  plans.splice(0)
  await call()
  expect(plans.length).toBeGreaterThan(0)
  return plans.flatMap(faultsOfPlan)
}

function faultsOfPlan(plan: RanPlan): string[] {
  const statement = plan.text.replaceAll(/\s+/g, ' ').slice(0, 160)
  return growing.flatMap((table) => {
    const touched = touchedOf(plan, table)
    return touched > mostTouched ? [`${touched} rows of ${table}: ${statement}`] : []
  })
}

/** The most rows of a table that one part of a plan touched. */
function touchedOf({ nodes }: RanPlan, table: string): number {
  return Math.max(0, ...nodes.filter((node) => node['Relation Name'] === table).map(rowsOf))
}

/** Where the index alone is read, an entry counts half a row: no other page is looked at for it. */
function rowsOf(node: PlanNode): number {
  const rows =
    (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  const weight = node['Node Type'] === 'Index Only Scan' ? 0.5 : 1
  return Math.round(rows * (node['Actual Loops'] ?? 1) * weight)
}

const contextOf = (more: Partial<Principal> = {}) =>
  asking.openContext({ workspace: desk.home.workspace, principal: principalWith(['*'], more), requestId: newId() })
const scope = (channels: string[] | null, queues: string[] | null) => ({
  scope: { channels: channels && new Set(channels), queues: queues && new Set(queues) },
})

type Wish = Partial<TicketListInput>

async function list(wish: Wish, more: Partial<Principal> = {}) {
  const context = contextOf(more)
  const page = await listTickets(context, { ...wholeList, limit: 20, ...wish })
  await viewTickets(context, page.tickets)
  return page
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const day = (instant: string) => instant.slice(0, 10)

describe('a list of a million tickets', () => {
  /** Each finds the one oldest ticket, which is what takes longest. */
  const rareOnes = [
    'status:waiting_customer',
    'status:waiting',
    'is:waiting',
    '-is:solved queue:security',
    'category:rare',
    'type:rare',
    'priority:critical',
    'channel:voice',
    'serviceLine:rare',
    'language:pt',
    'queue:security',
    'queue:security,frontline is:open tag:rare',
    'tag:rare',
    'affected:rare',
    'field:transactionId=TX-RARE',
    `number:${20_000 + tickets}`,
    'customer:CRM-RARE',
    'customer:"Peculiar Person"',
    'externalId:EXT-RARE',
    'is:open queue:security',
    'is:open breach<1h',
    'breach<1h',
    'is:escalated',
    'is:escalated is:open',
    `updated:${day(hoursAgo(0))} tag:rare`,
    `created:${day(hoursAgo(tickets + quietHours))} priority:critical`,
    'age>2d tag:rare',
    'okapi',
    'okap*',
    '"okapi in the lobby"',
    'okapi -payment',
    'okapi tag:rare is:open',
    'EXT-RARE',
    `#${20_000 + tickets}`,
    'peculiar person',
    'okapy',
  ]

  it.each(rareOnes)('finds the oldest ticket by %s without walking through the others', async (q) => {
    expect(await faultsOf(async () => expect((await list({ q })).tickets).toHaveLength(1))).toEqual([])
  })

  it('finds it by every parameter, and within every limit', async () => {
    const wishes: [Wish, Partial<Principal>?][] = [
      [{ status: ['waiting_customer'] }],
      [{ queue: 'security' }],
      [{ assignee: rare.agentId }],
      [{ q: `assignee:${rare.agentId}` }],
      [{ q: `follower:${rare.agentId}` }],
      [{ q: 'follower:me is:open' }, { agentId: rare.agentId }],
      [{ q: 'assignee:me is:open' }, { agentId: rare.agentId }],
      [{ customerId: rare.customerId }],
      [{}, { partnerId: rare.partnerId }],
      [{ q: 'is:open' }, { partnerId: rare.partnerId }],
      [{}, scope(['voice'], null)],
      [{}, scope(null, ['security'])],
      [{ q: 'is:open' }, scope(null, ['security', 'integrations'])],
      [{ q: 'okapi', sort: 'relevance', hasHighlights: true }],
    ]
    for (const [wish, more] of wishes) {
      const faults = await faultsOf(async () =>
        expect((await list(wish, more)).tickets, JSON.stringify([wish, more])).toHaveLength(1),
      )
      expect([wish, more, faults]).toEqual([wish, more, []])
    }
  })

  it.each([
    '',
    'is:open',
    'is:solved',
    'is:closed',
    '-is:closed',
    'is:open queue:payments',
    'is:open queue:quiet',
    'is:open queue:quiet,nowhere',
    'is:open assignee:none',
    'assignee:none',
    'breach>2d',
    'is:breached',
    'age<3h',
    'age<30d is:open',
    'age>2d',
    'age>80d',
    'age>80d is:open',
    `created:..${day(hoursAgo(1_900))}`,
    `created:${day(hoursAgo(900))}`,
    `created:${day(hoursAgo(900))} is:open`,
    `created:${day(hoursAgo(900))}..`,
    `updated:${day(hoursAgo(0))}`,
    `updated:${day(hoursAgo(900))}`,
    `ended:${day(hoursAgo(900))}`,
    '-tag:vip',
    '-is:open',
    'tag:nowhere',
    'payment',
    'chargeback',
    'chargeback payment',
    '"payment again"',
    'charge* is:open',
    'payment -chargeback',
    'chargeback tag:nowhere',
    'paymet',
    'xylophone',
  ])('answers %j in pages without walking through all', async (q) => {
    for (const sort of ['newest', 'relevance'] as const) {
      const faults = await faultsOf(async () => {
        const { next } = await list({ q, sort })
        if (next !== null) await list({ q, sort, after: next })
      })
      expect(faults).toEqual([])
    }
  })

  it('has nothing open to show whoever sees only queues that are quiet', async () => {
    for (const queues of [['quiet'], ['quiet', 'nowhere']]) {
      const faults = await faultsOf(async () =>
        expect((await list({ q: 'is:open' }, scope(null, queues))).tickets).toEqual([]),
      )
      expect([queues, faults]).toEqual([queues, []])
    }
  })

  it('counts what a view holds', async () => {
    const context = contextOf({ agentId: rare.agentId })
    for (const q of [
      'assignee:me is:open',
      'assignee:none is:open',
      'breach<1h is:open',
      'is:waiting',
      'is:escalated is:open',
      'is:solved',
      'tag:rare',
      '',
    ])
      expect([q, await faultsOf(() => countTicketsOf(context, { q, most: 1_001 }))]).toEqual([q, []])
  })

  it('counts those that wait without looking at those that are open', async () => {
    plans.splice(0)
    expect(await countTicketsOf(contextOf(), { q: 'is:waiting', most: 1_001 })).toBe(1)
    expect(Math.max(...plans.map((plan) => touchedOf(plan, 'tickets')))).toBe(1)
  })

  /** Reads with the application's rights in this workspace. */
  const read = (text: string) =>
    faultsOf(async () => {
      const client = await pool.connect()
      await client.query('begin')
      await client.query(`select set_config('app.workspace', $1, true)`, [desk.home.workspace.id])
      await client.query(text)
      await client.query('rollback')
      client.release()
    })

  it('looks no further back for a word because nobody wrote for a while', async () => {
    const wanted = `to_tsquery('switchyard_simple', 'xylophone')`
    expect(await read(`select find_documents(${wanted}, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 20, 2)`)).toEqual([])
  })

  it('sees what is wrong: the check itself', async () => {
    const all = await read('select * from tickets where resolution is not null order by id desc limit 1')
    expect(all).toEqual([expect.stringContaining('rows of tickets')])
  })
})
