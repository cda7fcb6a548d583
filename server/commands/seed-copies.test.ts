import { afterAll, describe, expect, it } from 'vitest'
import { findRunningPostgres } from '../database/embedded/start-embedded-postgres.ts'
import { checkInvariants } from '../modules/routing/index.ts'
import { openCore } from '../start/open-core.ts'
import { chooseWorkspace } from './choose-workspace.ts'
import { caseTables, lifeTables } from './seed/life-tables.ts'
import { exampleWorkflow, openLocalPlace } from './testing/command-place.ts'

const { run, write, path, query } = await openLocalPlace()
const access = await findRunningPostgres(path('.'))
if (access === null) throw new Error('The PostgreSQL of these tests runs.')
const core = await openCore(access, { warn: () => undefined })
afterAll(core.close)
const workflow = await write('good.yaml', exampleWorkflow)

const copied = ['--tickets', '400', '--played', '24', '--agents', '5', '--days', '40']

async function openDesk(slug: string) {
  await run('workspace', 'create', slug, '--from', workflow)
  const context = await chooseWorkspace(core, slug)
  const seed = (...args: string[]) => run('seed', '--workspace', slug, ...args)
  const rows = <Row>(text: string) => query<Row>(text, [context.workspace.id])
  return { context, seed, rows }
}

async function countsOf(workspaceId: string): Promise<Record<string, number>> {
  const tables = await query<{ name: string }>(
    `select columns.table_name as name
     from information_schema.columns
     join pg_class on pg_class.oid = format('public.%I', columns.table_name)::regclass and not pg_class.relispartition
     where columns.table_schema = 'public' and columns.column_name = 'workspace_id'
       and columns.table_name <> 'queue_span_marks'`,
  )
  const counts = tables.map(
    ({ name }) => `select '${name}' as name, count(*)::float8 as rows from ${name} where workspace_id = $1`,
  )
  const rows = await query<{ name: string; rows: number }>(counts.join(' union all '), [workspaceId])
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]))
}

const history = `
  select tickets.number, tickets.status, tickets.issue_summary as summary, customers.external_id as customer,
    customers.name, agents.email as assignee
  from tickets
  join customers on customers.workspace_id = tickets.workspace_id and customers.id = tickets.customer_id
  join agents on agents.workspace_id = tickets.workspace_id and agents.id = tickets.assignee_id
  where tickets.workspace_id = $1
  order by tickets.number`

describe('switchyard seed with more tickets than are played', () => {
  it('copies played tickets to other times, people and ids, as right as they are', async () => {
    const { context, seed, rows } = await openDesk('copied')
    const { code, told } = await seed(...copied)
    expect(code).toBe(0)
    expect(told).toMatch(/^400 tickets, 37\d of them copies and 5 agents in /)
    expect(await checkInvariants(context)).toEqual([])
    const wrong = await rows<{ what: string; n: number }>(
      `select 'numbers and ids rise with age' as what, count(*)::float8 as n
       from (
         select tickets.created_at, tickets.id, lag(tickets.created_at) over by_number as before,
           lag(tickets.id) over by_number as id_before
         from tickets where tickets.workspace_id = $1 window by_number as (order by tickets.number)) as each
       where each.created_at < each.before - interval '1 s' or each.id < each.id_before
       union all
       select 'ended before it began, or later than now', count(*)
       from tickets
       where tickets.workspace_id = $1
         and (coalesce(tickets.solved_at, tickets.closed_at) < tickets.created_at or tickets.updated_at > now())
       union all
       select 'an event apart from its ticket', count(*)
       from events
       join tickets on tickets.workspace_id = events.workspace_id and tickets.id = events.ticket_id
       where events.workspace_id = $1 and events.at not between tickets.created_at and tickets.updated_at + interval '1 s'
       union all
       select 'a clock that counted otherwise', count(*)
       from sla_clocks
       where sla_clocks.workspace_id = $1 and sla_clocks.detail -> 'clock' ->> 'calendar' = 'always-on'
         and (abs(sla_clocks.elapsed_ms - extract(epoch from sla_clocks.met_at - sla_clocks.started_at) * 1000) > 1
           or abs((sla_clocks.detail -> 'clock' ->> 'startedAt')::float8 - extract(epoch from sla_clocks.started_at) * 1000) > 1)
       union all
       select 'tasks named by events of others', count(*)
       from (
         select events.data ->> 'taskId' as task, count(distinct events.ticket_id) as tickets
         from events where events.workspace_id = $1 and events.data ? 'taskId' group by 1) as named
       where named.tickets > 1
       union all
       select 'a message of somebody else', count(*)
       from messages
       join tickets on tickets.workspace_id = messages.workspace_id and tickets.id = messages.ticket_id
       where messages.workspace_id = $1 and messages.author_kind = 'agent' and messages.author_id <> tickets.assignee_id
       union all
       select 'waiting', count(*)
       from tasks where tasks.workspace_id = $1 and tasks.state in ('waiting', 'offered')`,
    )
    expect(wrong.filter(({ n }) => n > 0)).toEqual([])
    const [spread] = await rows<{ days: number; hours: number; agents: number; customers: number }>(
      `select count(distinct created_at::date)::float8 as days, count(distinct date_trunc('minute', created_at))::float8 as hours,
         count(distinct assignee_id)::float8 as agents, count(distinct customer_id)::float8 as customers
       from tickets where workspace_id = $1`,
    )
    expect(spread).toMatchObject({ agents: 5 })
    expect(spread?.days).toBeGreaterThan(35)
    expect(spread?.hours).toBeGreaterThan(350)
    expect(spread?.customers).toBeGreaterThan(80)
  })

  it('brings the same for the same numbers', async () => {
    const bring = async (slug: string) => {
      const { seed, rows } = await openDesk(slug)
      await seed(...copied)
      return rows(history)
    }
    const first = await bring('same')
    expect(first).toHaveLength(400)
    expect(await bring('again')).toEqual(first)
  })

  it('is cleared whole, twice brought too', async () => {
    const { context, seed } = await openDesk('wiped')
    const before = await countsOf(context.workspace.id)
    await seed(...copied)
    await seed(...copied, '--seed', '2')
    expect((await seed('--clear')).told).toBe('800 tickets of seedings are deleted from wiped.\n')
    expect(await countsOf(context.workspace.id)).toEqual(before)
  })

  it('floods no webhook', async () => {
    const { context, seed } = await openDesk('told')
    await query(
      `insert into webhook_endpoints (workspace_id, id, url, event_types, since_seq, created_by)
       values ($1, gen_random_uuid(), 'https://example.com/hook', '{*}', 0, '{}')`,
      [context.workspace.id],
    )
    const before = await countsOf(context.workspace.id)
    const { code, told } = await seed(...copied)
    expect(told).toMatch(/^switchyard: 1 webhooks would be told of every event of so large a history; /)
    expect(code).toBe(1)
    expect(await countsOf(context.workspace.id)).toEqual(before)
  })
})

describe('the tables of a life', () => {
  it('are all that name tickets, directly or through what hangs on them', async () => {
    const named = await query<{ name: string }>(
      `with recursive hanging as (
         select 'tickets'::regclass as parent
         union
         select pg_constraint.conrelid::regclass
         from hanging
         join pg_constraint on pg_constraint.confrelid = hanging.parent and pg_constraint.contype = 'f'
           and pg_constraint.conparentid = 0
         where hanging.parent::text <> all($1))
       select hanging.parent::text as name from hanging
       union
       select pg_class.relname
       from pg_attribute
       join pg_class on pg_class.oid = pg_attribute.attrelid and pg_class.relkind in ('r', 'p') and not pg_class.relispartition
       where pg_attribute.attname in ('ticket_id', 'task_id', 'message_id') and not pg_attribute.attisdropped
         and pg_class.relnamespace = 'public'::regnamespace`,
      [caseTables],
    )
    // A rating's message is the call that brought it, none of a ticket.
    const known = ['tickets', ...lifeTables.map(({ table }) => table), ...caseTables, 'timers', 'ratings']
    expect(named.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([])
  })
})
