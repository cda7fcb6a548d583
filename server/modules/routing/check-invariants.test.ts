import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { soon } from '../../platform/testing/soon.ts'
import { acceptOffer } from '../handling/index.ts'
import { takeCall } from '../voice/testing/take-call.ts'

const world = await openRouterWorld()
let desk: Desk
let agentId: string
beforeAll(async () => {
  const router = world.startRouter()
  desk = await world.openDesk()
  agentId = await desk.addAgent()
  await desk.addTicket()
  const pending = () =>
    vi.waitFor(async () => {
      const [offer] = await desk.offers('pending')
      if (offer === undefined) throw new Error('Nothing is offered yet.')
      return offer
    }, soon)
  await acceptOffer(desk.context, { offerId: (await pending()).id })
  await desk.addTicket()
  await pending()
  await router.stop(1_000)
})
afterAll(world.close)

/** Breaks a rule by hand, looks, and mends it again. */
async function rulesBrokenBy(damage: string, repair: string): Promise<string[]> {
  const workspace = [desk.context.workspace.id]
  expect(await desk.brokenInvariants()).toEqual([])
  await world.query(damage, workspace)
  const broken = await desk.brokenInvariants()
  await world.query(repair, workspace)
  return broken.map(({ rule }) => rule).toSorted()
}
const tasks = 'update tasks set state ='
const ours = 'where workspace_id = $1'

describe('the check of invariants', () => {
  it.each([
    [
      'reserved units',
      'reserved_units = reserved_units + 1',
      'reserved_units = reserved_units - 1',
      'reserved_units_differ',
    ],
    ['used units', 'used_units = used_units - 1', 'used_units = used_units + 1', 'used_units_differ'],
  ])('finds %s that differ from the offers', async (_name, damage, repair, rule) => {
    const broken = await rulesBrokenBy(
      `update agent_loads set ${damage} ${ours}`,
      `update agent_loads set ${repair} ${ours}`,
    )
    expect(broken).toEqual([rule])
  })

  it('finds more of a kind than an agent may have at once, but nothing that was older than the maximum or forced', async () => {
    const limit = (more: string) => `
      with sooner as (update workflow_versions set published_at = published_at - interval '1 hour' ${ours}),
        changed as (update offers set ${more} ${ours})
      update agents set unit_overrides = '{"ticket": {"maxAtOnce": 1}}', updated_at = updated_at - interval '1 hour' ${ours}`
    const lift = `
      with later as (update workflow_versions set published_at = published_at + interval '1 hour' ${ours}),
        changed as (update offers set forced = false, created_at = created_at + interval '2 hours' ${ours})
      update agents set unit_overrides = '{}', updated_at = updated_at + interval '1 hour' ${ours}`
    const back = `created_at = created_at - interval '2 hours'`
    expect(await rulesBrokenBy(limit(back), lift)).toEqual([])
    expect(await rulesBrokenBy(limit(`forced = true`), lift)).toEqual([])
    await world.query(`update offers set ${back} ${ours}`, [desk.context.workspace.id])
    expect(await rulesBrokenBy(limit('version = version'), lift)).toEqual(['over_maximum'])
    await world.query(`update offers set ${back} ${ours}`, [desk.context.workspace.id])
  })

  it('finds an offered task without its offer, and a pending offer without its task', async () => {
    expect(
      await rulesBrokenBy(
        `${tasks} 'waiting' ${ours} and state = 'offered'`,
        `${tasks} 'offered' ${ours} and state = 'waiting'`,
      ),
    ).toEqual(['offer_without_its_task'])
    expect(
      await rulesBrokenBy(
        `with gone as (update offers set state = 'revoked' ${ours} and state = 'pending' returning units)
         update agent_loads set reserved_units = reserved_units - gone.units from gone ${ours}`,
        `with back as (update offers set state = 'pending' ${ours} and state = 'revoked' returning units)
         update agent_loads set reserved_units = reserved_units + back.units from back ${ours}`,
      ),
    ).toEqual(['task_without_its_offer'])
  })

  it('finds work in hand whose task is over', async () => {
    expect(
      await rulesBrokenBy(
        `${tasks} 'done' ${ours} and state = 'active'`,
        `${tasks} 'active' ${ours} and state = 'done'`,
      ),
    ).toEqual(['offer_without_its_task'])
  })

  it('finds a call that lives without its task', async () => {
    await takeCall(desk.context)
    const broken = await rulesBrokenBy(
      `update calls set ended_at = now(), ended_by = 'system', end_reason = 'task_ended' ${ours}`,
      `update calls set ended_at = null, ended_by = null, end_reason = null ${ours}`,
    )
    expect(broken).toEqual(['call_apart_from_its_task'])
  })

  it('finds a wrap-up that nothing ends, and a consult and a monitor of work that has moved on', async () => {
    const wrapup = await rulesBrokenBy(
      `${tasks} 'wrapup', wrapup_until = now() ${ours} and state = 'active'`,
      `${tasks} 'active' ${ours} and state = 'wrapup'`,
    )
    expect(wrapup).toEqual(['wrapup_without_end'])
    const consult = await rulesBrokenBy(
      `insert into consults (workspace_id, id, task_id, from_agent_id, agent_id, created_at)
       select task.workspace_id, gen_random_uuid(), task.id, offer.agent_id, offer.agent_id, now()
       from tasks as task
       join offers as offer on offer.task_id = task.id
       where task.workspace_id = $1 and task.state = 'offered'`,
      `delete from consults ${ours}`,
    )
    expect(consult).toEqual(['consult_without_its_task'])
    const monitor = await rulesBrokenBy(
      `insert into monitors (workspace_id, id, task_id, agent_id, supervisor_kind, supervisor_id, mode, created_at)
       select task.workspace_id, gen_random_uuid(), task.id, offer.agent_id, 'member', gen_random_uuid(), 'listen', now()
       from tasks as task
       join offers as offer on offer.task_id = task.id
       where task.workspace_id = $1 and task.state = 'offered'`,
      `delete from monitors ${ours}`,
    )
    expect(monitor).toEqual(['monitor_without_its_task'])
  })

  it('finds a wrap-up whose units another agent holds', async () => {
    const other = await desk.addAgent()
    const armed = `insert into timers (workspace_id, kind, subject_id, due_at)
      select workspace_id, 'task.wrapup', id, now() from tasks ${ours} and state = 'active'`
    await world.query(armed, [desk.context.workspace.id])
    const broken = await rulesBrokenBy(
      `${tasks} 'wrapup', wrapup_until = now(), agent_id = '${other}' ${ours} and state = 'active'`,
      `${tasks} 'active', agent_id = '${agentId}' ${ours} and state = 'wrapup'`,
    )
    expect(broken).toEqual(['wrapup_held_elsewhere'])
  })

  it('finds a hole in the events of a ticket', async () => {
    const broken = await rulesBrokenBy(
      `update events set subject_seq = subject_seq + 1000 ${ours} and type = 'offer.accepted'`,
      `update events set subject_seq = subject_seq - 1000 ${ours} and type = 'offer.accepted'`,
    )
    expect(broken).toEqual(['event_count_differs', 'event_gap'])
  })

  it('finds an offer that was accepted twice', async () => {
    const broken = await rulesBrokenBy(
      `insert into events (workspace_id, id, ticket_id, subject_kind, subject_id, subject_seq, type, at, actor, data)
       select workspace_id, gen_random_uuid(), ticket_id, 'order', subject_id, 1, type, at, actor, data
       from events ${ours} and type = 'offer.accepted'`,
      `delete from events ${ours} and subject_kind = 'order'`,
    )
    expect(broken).toEqual(['accepted_twice'])
  })

  it.each([
    ['queue', 'tickets', `queue = 'nowhere'`, `queue = 'frontline'`, 'ticket_unknown_to_workflow'],
    ['type', 'tickets', `type = 'nothing'`, 'type = null', 'ticket_unknown_to_workflow'],
    ['lifecycle', 'tickets', `lifecycle = 'gone'`, `lifecycle = 'engineering'`, 'ticket_unknown_to_workflow'],
    ['stage to go back to', 'tickets', `returns_to = 'dreaming'`, 'returns_to = null', 'ticket_unknown_to_workflow'],
    ['SLA policy', 'tickets', `sla_policy = 'gone'`, `sla_policy = 'always-on'`, 'ticket_unknown_to_workflow'],
    ['queue', 'tasks', `queue = 'nowhere'`, `queue = 'frontline'`, 'task_unknown_to_workflow'],
  ])('finds open work whose %s the workflow does not know, in %s', async (_name, table, ...[damage, repair, rule]) => {
    const broken = await rulesBrokenBy(`update ${table} set ${damage} ${ours}`, `update ${table} set ${repair} ${ours}`)
    expect(new Set(broken)).toEqual(new Set([rule]))
  })

  it('finds a ticket whose status its lifecycle does not have', async () => {
    const broken = await rulesBrokenBy(
      `update tickets set status = 'dreaming' ${ours}`,
      `update tickets set status = 'created' ${ours}`,
    )
    expect(new Set(broken)).toEqual(new Set(['ticket_unknown_to_workflow']))
  })

  it('names who it found', async () => {
    const damage = `update agent_loads set reserved_units = reserved_units + 1 ${ours} and agent_id = $2`
    await world.query(damage, [desk.context.workspace.id, agentId])
    expect(await desk.brokenInvariants()).toMatchObject([{ subjectId: agentId, detail: '11 kept, 10 held' }])
  })
})
