import { soon } from '../platform/testing/soon.ts'
import { noFigures } from './job-figures.ts'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openDeliveryWorld } from '../modules/deliveries/testing/delivery-world-store.ts'
import { armTimer, takeTimer } from '../modules/timers/index.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { createTimerWorker, type TimerVerb } from './timer-worker.ts'
import type { Worker } from './worker.ts'

const world = await openDeliveryWorld()
const workers: Worker[] = []
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(1_000)))
})
afterAll(world.close)

function startWorker(verb: TimerVerb, latenesses: number[] = []): Worker {
  const { installation, relay } = world
  const worker = createTimerWorker({
    installation,
    relay,
    verbs: { sla: verb },
    log: createLog({ level: 'silent' }),
    figures: { ...noFigures, timerFired: (_kind, latenessMs) => latenesses.push(latenessMs) },
    pollMs: 20,
  })
  workers.push(worker)
  worker.start()
  return worker
}

/** Takes the timer and notes it, in one transaction, as a verb does. */
const noting =
  (fired: string[]): TimerVerb =>
  (context, timer) =>
    context.transaction(async (tx) => {
      if (!(await takeTimer(tx, context.workspace.id, timer))) return false
      tx.afterCommit(() => fired.push(timer.subjectId))
      return true
    })

async function arm(count: number, dueInMs = -10) {
  const workspace = await world.addWorkspace()
  const context = world.contextOf(workspace)
  const subjects = Array.from({ length: count }, newId)
  await context.transaction(async (tx) => {
    for (const subjectId of subjects) {
      await armTimer(tx, workspace.id, { kind: 'sla', subjectId, dueAt: context.now() + dueInMs })
    }
  })
  return { workspace, subjects }
}
const timersLeft = async (subjects: readonly string[]) =>
  (await world.query('select 1 from timers where subject_id = any($1)', [subjects])).length

describe('due timers', () => {
  it('fire once each, whichever of the workers gets them', async () => {
    const fired: string[] = []
    const { subjects } = await arm(60)
    startWorker(noting(fired))
    startWorker(noting(fired))
    await vi.waitUntil(() => fired.length >= 60, soon)
    await Promise.all(workers.map((worker) => worker.stop(1_000)))
    expect(fired.toSorted()).toEqual(subjects.toSorted())
    expect(await timersLeft(subjects)).toBe(0)
  })

  it('fire when they are due and not before, and say how late', async () => {
    const fired: string[] = []
    const latenesses: number[] = []
    const later = await arm(1, 3_600_000)
    const first = await arm(1, 300)
    startWorker(noting(fired), latenesses)
    await vi.waitUntil(() => fired.length === 1, soon)
    expect(fired).toEqual(first.subjects)
    expect(latenesses[0]).toBeGreaterThanOrEqual(-5)
    expect(await timersLeft(later.subjects)).toBe(1)
  })

  it('come again after their verb has failed, and others are not kept waiting', async () => {
    const fired: string[] = []
    const failing = await arm(1)
    const healthy = await arm(3)
    let failures = 0
    startWorker(async (context, timer) => {
      if (context.workspace.id === failing.workspace.id && failures < 2) {
        failures += 1
        throw new Error('not yet')
      }
      return noting(fired)(context, timer)
    })
    await vi.waitUntil(() => fired.length === 3, soon)
    expect(fired.toSorted()).toEqual(healthy.subjects.toSorted())
    await vi.waitUntil(async () => {
      await world.query(
        `update timers set lease_until = now() - interval '1 ms' where subject_id = $1 and failures > 0`,
        failing.subjects,
      )
      return fired.length === 4
    }, soon)
    expect(fired.at(-1)).toBe(failing.subjects[0])
    expect(failures).toBe(2)
  })

  it('are not kept waiting by one of their workspace that takes long', async () => {
    const fired: string[] = []
    const { workspace, subjects } = await arm(1)
    const context = world.contextOf(workspace)
    const isLong = Promise.withResolvers<void>()
    startWorker(async (its, timer) => {
      if (timer.subjectId === subjects[0]) await isLong.promise
      return noting(fired)(its, timer)
    })
    for (let count = 1; count <= 3; count++) {
      await context.transaction((tx) =>
        armTimer(tx, workspace.id, { kind: 'sla', subjectId: newId(), dueAt: context.now() - 10 }),
      )
      await vi.waitUntil(() => fired.length === count, soon)
    }
    expect(fired).not.toContain(subjects[0])
    isLong.resolve()
    await vi.waitUntil(() => fired.length === 4, soon)
  })

  it('of more workspaces than are served at once fire in turn, however much is due in the others', async () => {
    const fired: string[] = []
    const all: string[][] = []
    for (let count = 0; count < 12; count++) all.push((await arm(50, -60_000)).subjects)
    startWorker(noting(fired))
    await vi.waitUntil(() => fired.length === 600, soon)
    const begun = all.map((subjects) => fired.findIndex((subjectId) => subjects.includes(subjectId)))
    // After one claim of each of the others, where each in full would be 400 and more.
    expect(Math.max(...begun)).toBeLessThan(350)
  })

  it('are not kept waiting by those of other workspaces that take long', async () => {
    const fired: string[] = []
    const areLong = Promise.withResolvers<void>()
    const long = new Set<string>()
    for (let count = 0; count < 6; count++)
      for (const subjectId of (await arm(2, -60_000)).subjects) long.add(subjectId)
    startWorker(async (context, timer) => {
      if (long.has(timer.subjectId)) await areLong.promise
      return noting(fired)(context, timer)
    })
    const { subjects } = await arm(5)
    await vi.waitUntil(() => fired.length === 5, soon)
    expect(fired.toSorted()).toEqual(subjects.toSorted())
    areLong.resolve()
    await vi.waitUntil(() => fired.length === 17, soon)
  })

  it('are seen behind any number of another workspace', async () => {
    const fired: string[] = []
    await arm(1_500, -60_000)
    const behind = await arm(1, -10)
    startWorker(noting(fired))
    await vi.waitUntil(() => fired.includes(behind.subjects[0] ?? ''), soon)
    expect(fired.length).toBeLessThan(500)
    await vi.waitUntil(() => fired.length === 1_501, soon)
  })

  it('that a killed worker had taken fire when its lease is over', async () => {
    const fired: string[] = []
    const { subjects } = await arm(1)
    await world.query(
      `update timers set lease_until = now() + interval '30 s', epoch = 1 where subject_id = $1`,
      subjects,
    )
    const other = await arm(1)
    startWorker(noting(fired))
    await vi.waitUntil(() => fired.length === 1, soon)
    expect(fired).toEqual(other.subjects)
    await world.query(`update timers set lease_until = now() - interval '1 ms' where subject_id = $1`, subjects)
    await vi.waitUntil(() => fired.length === 2, soon)
  })

  it('of a workspace whose time runs ahead fire in its time', async () => {
    const fired: string[] = []
    const { workspace, subjects } = await arm(1, 3_600_000)
    startWorker(noting(fired))
    await world.query(`update workspaces set clock_offset = interval '2 hours' where id = $1`, [workspace.id])
    await vi.waitUntil(() => fired.length === 1, soon)
    expect(fired).toEqual(subjects)
  })
})
