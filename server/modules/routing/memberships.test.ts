import { afterAll, expect, it } from 'vitest'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { loadAgentsForRouter, updateAgent } from '../agents/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { agentInputOf } from './agent-input.ts'
import { findMemberships } from './memberships.ts'

const desk: Desk = await openDesk()
afterAll(() => desk.close())

const { context } = desk
const anyUrl = () => ({ ok: true }) as const
const load = () => context.read((tx) => loadAgentsForRouter(tx, context.workspace.id))

/** What each agent belongs to, held against what the router takes in of it. */
async function compare(): Promise<number> {
  const workflow = await currentWorkflow(context)
  const agents = await load()
  const memberships = await findMemberships(context, workflow, agents)
  for (const agent of agents) {
    const input = agentInputOf(agent, workflow)
    expect(memberships.get(agent.agentId)).toMatchObject({ input, queues: new Set(input.matchedQueues) })
  }
  return agents.length
}

it('are those that the router sees, of new agents, changed ones and thousands at once', async () => {
  const ana = await desk.addAgent({
    queues: ['payments'],
    skills: { payments: 3 },
    rating: '4.75',
    team: 'backend',
    unitOverrides: { ticket: { units: 5, maxAtOnce: 2 } },
  })
  await desk.addAgent({ name: 'Bo', kind: 'bot', queues: ['frontline'], channels: ['email'], languages: ['pt', 'es'] })
  expect(await compare()).toBe(2)
  await updateAgent(context, { agentId: ana.id, changes: { queues: ['frontline'] }, expectedVersion: null }, anyUrl)
  expect(await compare()).toBe(2)
  const copies = `with made as (
      insert into agents
      select (jsonb_populate_record(agents, jsonb_build_object('id', uuidv7()))).*
      from agents, generate_series(1, 600)
      where id = $1
      returning id)
    insert into agent_loads
    select (jsonb_populate_record(load, jsonb_build_object('agent_id', made.id))).*
    from agent_loads as load, made
    where load.agent_id = $1`
  await desk.home.query(copies, [ana.id])
  expect(await compare()).toBe(602)
})
