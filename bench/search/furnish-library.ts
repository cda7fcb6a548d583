import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { parseWorkflow } from '../../server/core/workflow/index.ts'
import { createToken, createWorkspace, unlimitedGrant } from '../../server/modules/access/index.ts'
import { type Agent, createAgent } from '../../server/modules/agents/index.ts'
import { createTicket } from '../../server/modules/intake/index.ts'
import { publishWorkflow } from '../../server/modules/publishing/index.ts'
import type { Context } from '../../server/platform/context.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import type { ServiceCore } from '../../server/start/open-core.ts'
import { progress } from '../machine/progress.ts'
import { writtenWords } from './written-words.ts'

export interface Library {
  readonly context: Context
  readonly token: string
  readonly agents: readonly Agent[]
}

const workflow = join(import.meta.dirname, '..', '..', 'workflows', 'operations-review.yaml')
const atOnce = 20_000

/**
 * A workspace of so many tickets with what was said on them, of the past 90 days, one in twenty open. Workspace, agents and
 * the first ticket come from the product; the others are copies of it by SQL, each with words, places and people of its own.
 */
export async function furnishLibrary(core: ServiceCore, owner: Client, tickets: number): Promise<Library> {
  const workspace = await createWorkspace(core.installation, { slug: 'library', name: 'Library', purpose: 'live' })
  const context = core.installation.openContext({ workspace, principal: systemPrincipal, requestId: 'library' })
  await publishWorkflow(context, { document: withoutPromises(await readFile(workflow, 'utf8')), expectedVersion: null })
  const agents: Agent[] = []
  for (let one = 0; one < 20; one++) {
    agents.push(await createAgent(context, { name: `Agent ${one}`, queues: ['frontline'] }, () => ({ ok: true })))
  }
  const request = {
    customerId: 'model',
    channel: 'email',
    issueSummary: 'The model',
    message: 'Hello.',
    language: 'en',
  }
  await createTicket(context, { request, key: null })
  // References of the copies hold because those of the model do; checking each would take minutes.
  await owner.query('set session_replication_role = replica')
  await owner.query('set statement_timeout = 0')
  await addCustomers(owner, workspace.id, Math.ceil(tickets / 3))
  await owner.query(
    `create temp table words as
     select written.word, written.place::integer as place
     from unnest($1::text[]) with ordinality as written (word, place)`,
    [writtenWords()],
  )
  await owner.query('analyze words')
  for (let done = 0; done < tickets; done += atOnce) {
    progress(`search: ${done} of ${tickets} tickets`)
    const part = { from: done, to: Math.min(tickets, done + atOnce), all: tickets }
    await addTickets(owner, workspace.id, { ...part, agentIds: agents.map(({ id }) => id) })
  }
  await owner.query(`update workspace_states set ticket_number = $2 where workspace_id = $1`, [
    workspace.id,
    1_000_000 + tickets,
  ])
  const { secret } = await createToken(context, { ...unlimitedGrant, name: 'load generator', role: 'admin' })
  return { context, token: secret, agents }
}

/** Deadlines lie ahead as they did when the library was furnished: as a kept one gets older, ever more would have passed. */
export async function renewDeadlines(ownerUrl: string): Promise<void> {
  const owner = new Client(ownerUrl)
  await owner.connect()
  try {
    await owner.query(
      `update tickets set next_due_at = now() + make_interval(mins => (number % 3000)::integer) where next_due_at is not null`,
    )
    await owner.query('vacuum analyze tickets')
  } finally {
    await owner.end()
  }
}

/** Copies have no clocks of their own: the product would bring each open one under a policy, and find it late. */
function withoutPromises(text: string): string {
  const { slaPolicies: _policies, tests: _tests, ...document } = parseWorkflow(text).document ?? {}
  return JSON.stringify(document)
}

async function addCustomers(owner: Client, workspaceId: string, customers: number): Promise<void> {
  await owner.query(
    `create temp table people as
     select uuidv7() as id, number
     from generate_series(1, $1::integer) as number`,
    [customers],
  )
  await owner.query('create unique index on people (number)')
  await owner.query(
    `insert into customers
     select (jsonb_populate_record(model, jsonb_build_object('id', people.id, 'external_id', 'c-' || people.number,
       'name', (array['Ana','Ben','Carla','Dario','Elif','Farid','Gloria','Hana','Ivan','Joana','Kofi','Laura'])[1 + number % 12]
         || ' ' || (array['Almeida','Blanco','Costa','Duarte','Evans','Ferrer','García','Haddad','Ito','Jansen','Keller'])[1 + number % 11]
         || ' ' || people.number))).*
     from customers as model cross join people
     where model.workspace_id = $1 and model.external_id = 'model'`,
    [workspaceId],
  )
  await owner.query(
    `insert into customer_contacts (workspace_id, customer_id, kind, value)
     select $1::uuid, people.id, 'email', 'person' || people.number || '@mail.example'
     from people`,
    [workspaceId],
  )
}

interface Part {
  readonly from: number
  readonly to: number
  readonly all: number
  readonly agentIds: readonly string[]
}

/** The oldest first, so that ids grow with time as they do in life. */
async function addTickets(owner: Client, workspaceId: string, part: Part): Promise<void> {
  await owner.query('drop table if exists copies')
  await owner.query(
    `create temp table copies as
     select uuidv7(-aged.age) as id, aged.number, now() - aged.age as at, aged.number % 20 = 0 as is_open,
       people.id as customer_id
     from (
       select number, make_interval(secs => (1 - number::float8 / $3) * 90 * 86400) as age
       from generate_series($1::integer + 1, $2::integer) as number) as aged
     join people on people.number = 1 + aged.number::bigint * 7 % (select count(*) from people)`,
    [part.from, part.to, part.all],
  )
  await owner.query('analyze copies')
  await writeTexts(owner)
  await owner.query(
    `insert into tickets
     select made.*
     from copies
     join texts on texts.number = copies.number and texts.seq = 0
     join tickets as model on model.workspace_id = $1 and model.number < 1000000
     cross join lateral jsonb_populate_record(model, jsonb_build_object('id', copies.id, 'number', 1000000 + copies.number,
       'customer_id', copies.customer_id, 'issue_summary', texts.body,
       'external_id', case when copies.number % 5 = 0 then 'EXT-' || copies.number end,
       'language', (array['en', 'en', 'es', 'pt'])[1 + copies.number % 4],
       'channel', (array['email', 'ticket', 'api', 'live-chat', 'voice'])[1 + copies.number % 5],
       'queue', (array['frontline', 'payments', 'integrations', 'infrastructure', 'security', 'backend'])[1 + copies.number % 6],
       'category', (array['payment_processing', 'api_integration', 'infrastructure', 'security_event', 'user_system'])[1 + copies.number % 5],
       'priority', (array['low', 'normal', 'normal', 'high', 'critical'])[1 + copies.number / 7 % 5],
       'tags', case when copies.number % 40 = 0 then array['vip', 'lot-' || copies.number / 400]
         else array['lot-' || copies.number / 400] end,
       'status', case when copies.is_open then 'assigned' else 'closed' end,
       'status_category', case when copies.is_open then 'open' else 'closed' end,
       'assignee_id', case when copies.number % 3 > 0 then ($2::uuid[])[1 + copies.number % 20] end,
       'next_due_at', case when copies.is_open then now() + make_interval(mins => copies.number % 3000) end,
       'created_at', copies.at, 'updated_at', copies.at,
       'closed_at', case when not copies.is_open then copies.at + interval '5 h' end)) as made
     order by copies.number`,
    [workspaceId, part.agentIds],
  )
  await owner.query(
    `insert into messages (workspace_id, id, ticket_id, seq, author_kind, author_id, visibility, body, created_at)
     select $1::uuid, uuidv7(), copies.id, texts.seq, 'customer', copies.customer_id,
       case when texts.seq = 3 then 'internal' else 'public' end, texts.body, copies.at
     from copies
     join texts on texts.number = copies.number and texts.seq > 0
     order by copies.number`,
    [workspaceId],
  )
}

/** Summaries (`seq` 0) and one to three messages a ticket. */
async function writeTexts(owner: Client): Promise<void> {
  await owner.query('drop table if exists texts')
  await owner.query(
    `create temp table texts as
     select picked.number, picked.seq, string_agg(words.word, ' ') as body
     from (
       select copies.number, said.seq,
         1 + floor((select count(*) from words) * power(random(), 4))::integer as place
       from copies
       cross join lateral generate_series(0, 1 + copies.number % 3) as said (seq)
       cross join lateral generate_series(1, case said.seq when 0 then 5 + copies.number % 5 else 25 + copies.number % 30 end)
     ) as picked
     join words on words.place = picked.place
     group by picked.number, picked.seq`,
  )
  await owner.query('analyze texts')
}
