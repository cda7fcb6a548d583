import { afterAll, expect, it, vi } from 'vitest'
import { createCall } from '../modules/voice/index.ts'
import { showTask } from '../modules/waits/index.ts'
import { frontline, leavings, standing } from './testing/overflowing.ts'
import { openRouterWorld } from './testing/router-world.ts'
import { soon, watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const router = world.startRouter()
const openDesk = watchDesks(world)
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})

const minute = 60_000

it('a call whose number is withheld is not called back, says so, and takes the next step', async () => {
  const desk = await openDesk(frontline(['{ after: 5m, to: callback }', '{ after: 6m, to: backend }']))
  const ends = { from: 'sip:anonymous@anonymous.invalid', to: '+34900123456', callRef: 'one' }
  await createCall(desk.context, { request: { customerId: 'c-1', language: 'en', ...ends }, key: null })
  const [row] = await world.query<{ ticketId: string; taskId: string }>(
    'select ticket_id as "ticketId", task_id as "taskId" from calls where workspace_id = $1',
    [desk.context.workspace.id],
  )
  const { ticketId, taskId } = row ?? { ticketId: '', taskId: '' }
  await vi.waitFor(async () => expect(await desk.eventTypes()).toContain('task.unroutable'), soon)
  for (const isPromised of [false, true]) {
    const shown = await showTask(desk.context, { taskId, isPromised })
    expect(shown?.outlook?.steps.filter(({ kind }) => kind === 'overflow')).toMatchObject([
      { to: 'callback', passedOver: 'number_withheld' },
      { to: 'backend', passedOver: null },
    ])
  }
  world.advance(7 * minute)
  router.wake()
  await vi.waitFor(async () => expect(await leavings(world, desk)).toHaveLength(1), soon)
  const data = { on: 'wait', target: 'queue', to: 'backend', callRef: 'one' }
  expect(await leavings(world, desk)).toMatchObject([{ data }])
  expect(await standing(world, ticketId)).toMatchObject({ kind: 'call', queue: 'backend' })
})
