import { afterAll, describe, expect, it } from 'vitest'
import { openRouterWorld, type Desk } from '../../jobs/testing/router-world.ts'
import { authenticateToken, createToken, type Permission } from '../../modules/access/index.ts'
import { grantOf } from '../../modules/access/testing/test-installation-store.ts'
import { isRolledOut } from '../../core/workflow/index.ts'
import { heldRollouts, publishWorkflow, returnIfWorse } from '../../modules/publishing/index.ts'
import { getWorkflow, reloadWorkflow } from '../../modules/workflow/index.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { workflowRolloutRoutes } from './workflow-rollout.ts'
import { workflowRoutes } from './workflow.ts'

const world = await openRouterWorld()
const { installation } = world
const sample = await openSampleApp({
  routes: [...workflowRoutes(), ...workflowRolloutRoutes()],
  authenticate: {
    token: (text) => authenticateToken(installation, text),
    session: () => {
      throw new Error('No sessions here.')
    },
  },
  openContextFor: ({ workspace, principal }, requestId) =>
    installation.openContext({ workspace, principal, requestId }),
})
afterAll(async () => {
  await sample.close()
  await world.close()
})

async function call(desk: Desk, permissions: Permission[], request: { url?: string; document?: string } = {}) {
  const { secret } = await createToken(desk.context, grantOf({ role: null, permissions }))
  const { url = '/v1/workflow/rollout', document } = request
  const headers = { authorization: `Bearer ${secret}` }
  const answer = await sample.app.inject(
    document === undefined ? { method: 'GET', url, headers } : { method: 'PUT', url, headers, payload: { document } },
  )
  return { status: answer.statusCode, body: answer.json() }
}
const rollout = (from: number, rest = '') => `routing:\n  rollout: { from: ${from}, share: 10${rest} }\n`
const withRollout = async (desk: Desk, block: string) =>
  ((await getWorkflow(desk.context))?.document ?? '').replace('routing:\n', block)
const publish = async (desk: Desk, document: string) =>
  call(desk, ['workflow:write'], { url: '/v1/workflow', document })

describe('the roll-out in force', () => {
  it('is told with both sides and what each tripwire says', async () => {
    const desk = await world.openDesk()
    const tripwires = ', returnWhen: [{ measure: waitP90, worseBy: 20, atLeast: 50 }]'
    await publishWorkflow(desk.context, {
      document: await withRollout(desk, rollout(1, tripwires)),
      expectedVersion: 1,
    })
    const none = { value: null, counted: 0 }
    const { status, body } = await call(desk, ['workflow:read'])
    expect([status, body]).toEqual([
      200,
      {
        version: 2,
        from: 1,
        share: 10,
        since: expect.stringMatching(/Z$/),
        measures: ['offersNotAccepted', 'tasksAbandoned', 'firstResponsesLate', 'waitP90'].map((measure) => ({
          measure,
          rolledOut: none,
          others: none,
        })),
        returnWhen: [{ measure: 'waitP90', worseBy: 20, atLeast: 50, state: 'waiting' }],
        refused: null,
      },
    ])
  })

  it('is not there where nothing is rolled out, and is for who may read the workflow', async () => {
    const desk = await world.openDesk()
    expect(await call(desk, ['workflow:read'])).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await call(desk, ['ticket:read'])).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })
})

describe('a roll-out that cannot be', () => {
  it.each([
    ['of a version that was never published', (text: string) => text, 9, 'unknown_version'],
    [
      'of a version with other queues',
      (text: string) =>
        text.replaceAll(
          '\n    backend: { label: Backend',
          '\n    further: { label: F }\n    backend: { label: Backend',
        ),
      1,
      'rollout_queues_differ',
    ],
  ] as const)('%s is refused, and the field is named', async (_name, change, from, code) => {
    const desk = await world.openDesk()
    const document = change(await withRollout(desk, rollout(from)))
    expect(await publish(desk, document)).toMatchObject({
      status: 422,
      body: {
        code: 'workflow_invalid',
        problems: expect.arrayContaining([
          expect.objectContaining({ code, pointer: '/routing/rollout/from', severity: 'error' }),
        ]),
      },
    })
    expect((await getWorkflow(desk.context))?.version).toBe(1)
  })

  it('of a version whose queues no longer stand is refused', async () => {
    const desk = await world.openDesk((text) =>
      text
        .replace('calendars:\n', 'calendars:\n  nights: { zone: UTC, alwaysOpen: true }\n')
        .replace('      label: Frontline\n', '      label: Frontline\n      hours: nights\n'),
    )
    const document = (await withRollout(desk, rollout(1)))
      .replace('  nights: { zone: UTC, alwaysOpen: true }\n', '')
      .replace('      hours: nights\n', '')
    expect(await publish(desk, document)).toMatchObject({
      body: { problems: [{ code: 'unknown_calendar', pointer: '/routing/rollout/from' }] },
    })
  })

  it('goes by the queues of a version that rolled something out itself, and by nothing of what that was', async () => {
    const desk = await world.openDesk()
    await publishWorkflow(desk.context, { document: await withRollout(desk, rollout(1)), expectedVersion: 1 })
    const again = ((await getWorkflow(desk.context))?.document ?? '').replace('from: 1', 'from: 2')
    expect(await publish(desk, again)).toMatchObject({ status: 200, body: { version: 3 } })
    expect(await call(desk, ['workflow:read'])).toMatchObject({ body: { version: 3, from: 2, returnWhen: [] } })
  })
})

describe('a return that cannot be', () => {
  /** A roll-out of which the tasks in the share had all their first responses late, of tickets of this type. */
  async function openWorse(type: string): Promise<Desk> {
    const desk = await world.openDesk()
    const tripwires = ', returnWhen: [{ measure: firstResponsesLate, worseBy: 20, atLeast: 5 }]'
    const block = rollout(1, tripwires).replace('share: 10', 'share: 50')
    const document = (await withRollout(desk, block)).replace(
      '\n  incident: {',
      '\n  refund: { label: Refund, priority: normal }\n  incident: {',
    )
    await publishWorkflow(desk.context, { document, expectedVersion: 1 })
    for (let count = 0; count < 40; count++) await desk.addTicket({ type })
    const tasks = await world.query<{ taskId: string; ticketId: string }>(
      'select id as "taskId", ticket_id as "ticketId" from tasks where workspace_id = $1',
      [desk.context.workspace.id],
    )
    const late = tasks.filter(({ taskId }) => isRolledOut(taskId, 50)).map(({ ticketId }) => ticketId)
    await world.query(
      `update sla_clocks set state = case when ticket_id = any($2) then 'breached' else 'met' end,
         breached_at = case when ticket_id = any($2) then now() end,
         met_at = case when ticket_id = any($2) then null else now() end
       where workspace_id = $1 and metric = 'firstResponse'`,
      [desk.context.workspace.id, late],
    )
    return desk
  }

  it('says why, and comes about once nothing stands against it', async () => {
    const desk = await openWorse('refund')
    await expect(returnIfWorse(desk.context)).rejects.toMatchObject({ code: 'workflow_key_in_use' })
    const { body } = await call(desk, ['workflow:read'])
    expect(body).toMatchObject({
      returnWhen: [{ state: 'worse' }],
      refused: {
        code: 'workflow_key_in_use',
        message: expect.stringContaining('Type "refund" is used by 40 open tickets'),
      },
    })
    await world.query(`update tickets set type = 'incident' where workspace_id = $1`, [desk.context.workspace.id])
    const other = await openWorse('incident')
    expect((await call(other, ['workflow:read'])).body).toMatchObject({
      returnWhen: [{ state: 'worse' }],
      refused: null,
    })
    expect([await returnIfWorse(desk.context), await returnIfWorse(other.context)]).toEqual([true, true])
  })

  it('is told where the version before can no longer be read, by whose queues no task waits', async () => {
    const desk = await openWorse('incident')
    await world.query(`update workflow_versions set document = 'queues: [' where workspace_id = $1 and version = 1`, [
      desk.context.workspace.id,
    ])
    await reloadWorkflow(desk.context)
    const { status, body } = await call(desk, ['workflow:read'])
    expect([status, body]).toMatchObject([
      200,
      {
        version: 2,
        from: 1,
        share: 50,
        returnWhen: [],
        refused: {
          code: 'version_unreadable',
          message: 'Version 1 can no longer be read: all tasks wait by the queues of version 2.',
        },
      },
    ])
  })
})

it('is measured once for all who look within some seconds', async () => {
  const desk = await world.openDesk()
  await publishWorkflow(desk.context, { document: await withRollout(desk, rollout(1)), expectedVersion: 1 })
  const figures = async () =>
    (await call(desk, ['workflow:read'])).body.measures.map(
      (one: { rolledOut: { counted: number }; others: { counted: number } }) =>
        one.rolledOut.counted + one.others.counted,
    )
  expect(await figures()).toEqual([0, 0, 0, 0])
  await desk.addTicket()
  expect(await figures()).toEqual([0, 0, 0, 0])
  desk.context.memory.of(heldRollouts).clear()
  expect(await figures()).toEqual([0, 0, 0, 1])
})
