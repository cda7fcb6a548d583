import type { Client } from 'pg'
import { createToken, createWorkspace, unlimitedGrant } from '../../server/modules/access/index.ts'
import { createAgent, setPresence } from '../../server/modules/agents/index.ts'
import { createTicket } from '../../server/modules/intake/index.ts'
import { publishWorkflow } from '../../server/modules/publishing/index.ts'
import type { Context } from '../../server/platform/context.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import type { ServiceCore } from '../../server/start/open-core.ts'
import { categoryName, centreWorkflow, deskName, desks, languages, levels, skillName } from './centre-workflow.ts'

/** The standing population. */
export interface CentreSize {
  readonly agents: number
  readonly waiting: number
}

export interface Centre {
  readonly context: Context
  /** A token that creates tickets, follows all events and acts for all agents. */
  readonly token: string
}

/** Who alone could take what waits, and is away: two of each queue. */
const specialists = 2 * desks
/** Of each queue's skill, what an ordinary agent has; what waits asks for more. */
const ordinaryLevel = 10

/**
 * A workspace of `size.agents` available agents, each in two queues and mostly idle, and `size.waiting` tasks that ask
 * for more than any of them has. Workspace, models and token come from the product; copies of the models by SQL.
 */
export async function furnishCentre(core: ServiceCore, owner: Client, size: CentreSize): Promise<Centre> {
  const workspace = await createWorkspace(core.installation, { slug: 'centre', name: 'Centre', purpose: 'live' })
  const context = core.installation.openContext({ workspace, principal: systemPrincipal, requestId: 'centre' })
  await publishWorkflow(context, { document: await centreWorkflow(), expectedVersion: null })
  // References of the copies hold because those of their models do; checking each would take minutes.
  await owner.query('set session_replication_role = replica')
  await addAgents(context, owner, size.agents)
  await addWaiting(context, owner, size.waiting)
  // One that anybody can take: with its offer the router shows that it has read all of this.
  await createTicket(context, {
    request: { customerId: 'first', channel: 'ticket', category: categoryName(0), language: 'en' },
    key: null,
  })
  const { secret } = await createToken(context, {
    ...unlimitedGrant,
    name: 'load generator',
    role: null,
    permissions: [
      'ticket:write',
      'ticket:read',
      'task:write',
      'task:read',
      'offer:act',
      'offer:read',
      'agents:act',
      'event:read',
    ],
  })
  await owner.query('vacuum analyze')
  return { context, token: secret }
}

async function addAgents(context: Context, owner: Client, agents: number): Promise<void> {
  const anyUrl = () => ({ ok: true }) as const
  const model = await createAgent(context, { name: 'Agent', queues: [deskName(0)], languages: [...languages] }, anyUrl)
  await setPresence(context, { agentId: model.id, state: 'available', reason: null, source: 'api' })
  const expert = Object.fromEntries(Array.from({ length: desks }, (_, desk) => [skillName(desk), 100]))
  for (let one = 0; one < specialists; one++) {
    const queues = [deskName(one % desks)]
    await createAgent(context, { name: `Specialist ${one}`, queues, languages: [...languages], skills: expert }, anyUrl)
  }
  // Signs of life keep these available, as sockets do.
  await owner.query(
    `update agent_loads set presence_source = 'socket', heartbeat_at = now() where workspace_id = $1 and agent_id = $2`,
    [context.workspace.id, model.id],
  )
  await owner.query(
    `create temp table copies as
     select uuidv7() as id, number, number % $2::integer as one, (number / $2::integer + number + 1) % $2::integer as other
     from generate_series(1, $1::integer) as number`,
    [agents - 1, desks],
  )
  await owner.query(
    `insert into agents
     select (jsonb_populate_record(model, jsonb_build_object('id', copies.id, 'name', 'Agent ' || copies.number,
       'queues', array['desk-' || lpad(copies.one::text, 2, '0'), 'desk-' || lpad(copies.other::text, 2, '0')],
       'skills', jsonb_build_object('skill-' || lpad(copies.one::text, 2, '0'), $3::integer)))).*
     from agents as model cross join copies
     where model.workspace_id = $1 and model.id = $2`,
    [context.workspace.id, model.id, ordinaryLevel],
  )
  await owner.query(
    `insert into agent_loads
     select (jsonb_populate_record(model, jsonb_build_object('agent_id', copies.id))).*
     from agent_loads as model cross join copies
     where model.workspace_id = $1 and model.agent_id = $2`,
    [context.workspace.id, model.id],
  )
}

async function addWaiting(context: Context, owner: Client, waiting: number): Promise<void> {
  const models: string[] = []
  for (let desk = 0; desk < desks; desk++) {
    const request = { customerId: `standing-${desk}`, channel: 'ticket', category: categoryName(desk), language: 'en' }
    models.push((await createTicket(context, { request, key: null })).location.split('/').at(-1) ?? '')
  }
  const workspaceId = context.workspace.id
  await owner.query(
    `update tasks set requirements = jsonb_set(requirements, '{skills}',
       jsonb_build_object('skill-' || right(queue, 2), 20))
     where workspace_id = $1`,
    [workspaceId],
  )
  await owner.query(
    `create temp table waiting as
     select task.id as model_id, uuidv7() as task_id, uuidv7() as ticket_id, number,
       (array['en', 'es', 'pt'])[1 + (number / $3::integer) % 3] as language, 20 + (number / $3::integer / 3) % $4::integer as level,
       now() - make_interval(secs => 1 + number % 600) as at
     from generate_series(1, $2::integer - $3::integer) as number
     join (select task.id, row_number() over (order by task.queue) - 1 as place
           from tasks as task where task.workspace_id = $1) as task on task.place = number % $3::integer`,
    [workspaceId, waiting, desks, levels],
  )
  await owner.query(
    `insert into tickets
     select (jsonb_populate_record(model, jsonb_build_object('id', waiting.ticket_id, 'number', 1000000000 + waiting.number,
       'language', waiting.language, 'created_at', waiting.at, 'updated_at', waiting.at))).*
     from waiting
     join tasks as task on task.workspace_id = $1 and task.id = waiting.model_id
     join tickets as model on model.workspace_id = $1 and model.id = task.ticket_id`,
    [workspaceId],
  )
  await owner.query(
    `insert into tasks
     select (jsonb_populate_record(model, jsonb_build_object('id', waiting.task_id, 'ticket_id', waiting.ticket_id,
       'entered_at', waiting.at, 'created_at', waiting.at,
       'requirements', model.requirements || jsonb_build_object('languages', array[waiting.language],
         'skills', jsonb_build_object('skill-' || right(model.queue, 2), waiting.level))))).*
     from waiting
     join tasks as model on model.workspace_id = $1 and model.id = waiting.model_id`,
    [workspaceId],
  )
  // A ticket whose policy promises what no clock counts would be brought up to date, every one of them.
  await owner.query(
    `insert into sla_clocks
     select (jsonb_populate_record(model, jsonb_build_object('id', uuidv7(), 'ticket_id', waiting.ticket_id))).*
     from waiting
     join tasks as task on task.workspace_id = $1 and task.id = waiting.model_id
     join sla_clocks as model on model.workspace_id = $1 and model.ticket_id = task.ticket_id`,
    [workspaceId],
  )
}
