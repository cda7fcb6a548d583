import { afterAll, describe, expect, it } from 'vitest'
import { asAgent, holdTask, loadOf, rowOf } from '../../jobs/testing/moving-desk.ts'
import { openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import { publishWorkflow } from '../publishing/index.ts'
import { completeTask, pauseTask, resumeTask } from './index.ts'

const world = await openRouterWorld()
const open = watchDesks(world)
afterAll(world.close)

const label = '      label: Frontline\n'
const keeping = (text: string) => text.replace(label, `${label}      pauseFreesCapacity: false\n`)

/** Work paused under one version of the workflow goes on under another, which says otherwise of its units. */
async function across(versions: { before: (text: string) => string; after: (text: string) => string }) {
  let document = ''
  const desk = await open((text) => {
    document = versions.after(text)
    return versions.before(text)
  })
  const { agentId, taskId } = await holdTask(desk)
  const context = asAgent(desk, agentId)
  await pauseTask(context, { taskId })
  const paused = await loadOf(world, agentId)
  await publishWorkflow(desk.context, { document, expectedVersion: null })
  await resumeTask(context, { taskId })
  expect(await rowOf(world, taskId)).toMatchObject({ state: 'active', agentId })
  const resumed = await loadOf(world, agentId)
  await completeTask(context, { taskId })
  return { paused, resumed, done: await loadOf(world, agentId) }
}

const free = { used: 0, reserved: 0 }
const held = { used: 10, reserved: 0 }

describe('work that was paused', () => {
  it('takes its units again although pauses keep them by now', async () => {
    expect(await across({ before: (text) => text, after: keeping })).toEqual({
      paused: free,
      resumed: held,
      done: free,
    })
  })

  it('takes its units once although pauses free them by now', async () => {
    expect(await across({ before: keeping, after: (text) => text })).toEqual({
      paused: held,
      resumed: held,
      done: free,
    })
  })
})
