import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openDeliveryWorld } from '../modules/deliveries/testing/delivery-world-store.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { soon } from '../platform/testing/soon.ts'
import { type Chore, choreOfWorkspaces, createChoreWorker, standardChores } from './chores.ts'
import type { Worker } from './worker.ts'

const world = await openDeliveryWorld()
const workers: Worker[] = []
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(1_000)))
})
afterAll(world.close)

const hourMs = 3_600_000

function startWorker(chores: readonly Chore[]): Worker {
  const log = createLog({ level: 'silent' })
  const worker = createChoreWorker({ installation: world.installation, chores, log, pollMs: 10 })
  workers.push(worker)
  worker.start()
  return worker
}
const nameOf = () => `test.${newId()}`
const choreRow = async (name: string) => {
  const text = `select due_at > now() as "isDone", lease_until > now() as "isLeased", epoch from chores where name = $1`
  return (await world.query<{ isDone: boolean; isLeased: boolean | null; epoch: number }>(text, [name]))[0]
}

describe('a chore', () => {
  it('is done by one of several processes, and then not before its time', async () => {
    let runs = 0
    const chore = { name: nameOf(), everyMs: hourMs, run: async () => (runs += 1) }
    for (let process = 0; process < 4; process++) startWorker([chore])
    await vi.waitUntil(async () => (await choreRow(chore.name))?.isDone === true, soon)
    await Promise.all(workers.map((worker) => worker.stop(1_000)))
    expect(runs).toBe(1)
    expect(await choreRow(chore.name)).toEqual({ isDone: true, isLeased: null, epoch: 1 })
  })

  it('that fails is tried again, and keeps no other from its turn', async () => {
    let tries = 0
    let others = 0
    const failing = {
      name: nameOf(),
      everyMs: 1,
      run: () => (++tries < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve()),
    }
    startWorker([failing, { name: nameOf(), everyMs: 1, run: async () => (others += 1) }])
    await vi.waitUntil(() => tries >= 3 && others >= 3, soon)
  })

  it('that takes long keeps no short one waiting', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let runs = 0
    startWorker([
      { name: nameOf(), everyMs: 1, run: () => promise },
      { name: nameOf(), everyMs: 1, run: async () => (runs += 1) },
    ])
    await vi.waitUntil(() => runs >= 3, soon)
    resolve()
  })

  it('of a process that was killed is done when its lease is over', async () => {
    let runs = 0
    const name = nameOf()
    await world.query(`insert into chores (name, lease_until, epoch) values ($1, now() + interval '1 hour', 7)`, [name])
    startWorker([{ name, everyMs: hourMs, run: async () => (runs += 1) }])
    await world.query(`update chores set lease_until = now() - interval '1 ms' where name = $1`, [name])
    await vi.waitUntil(() => runs === 1, soon)
    await vi.waitUntil(async () => (await choreRow(name))?.isDone === true, soon)
    expect(await choreRow(name)).toMatchObject({ epoch: 8 })
  })

  it('of all workspaces is done in each of them, whatever happens in one', async () => {
    const first = await world.addWorkspace()
    const second = await world.addWorkspace()
    const done: string[] = []
    const chore = choreOfWorkspaces({
      name: nameOf(),
      everyMs: 1,
      run: async ({ workspace }) => {
        if (workspace.id === first.id) throw new Error('broken here')
        done.push(workspace.id)
      },
    })
    await expect(chore.run(world.installation)).rejects.toThrow(/failed in 1 workspace/)
    expect(done).toContain(second.id)
  })
})

describe('the standard chores', () => {
  it('run on the real database', async () => {
    for (const chore of standardChores) await chore.run(world.installation)
  })

  it('remove attempts of more than 30 days and no younger ones', async () => {
    const ticket = await world.addTicket(await world.addWorkspace())
    const delivery = await world.queue(ticket, { url: 'https://hooks.example.com/', sequence: 1 })
    const add = (id: string, days: number) =>
      world.query(
        `insert into delivery_attempts (workspace_id, id, delivery_id, number, trigger, started_at, duration_ms)
         values ($1, $2, $3, $4, 'auto', now() - make_interval(days => $4), 1)`,
        [ticket.workspace.id, id, delivery, days],
      )
    const idAgedDays = (days: number) => {
      const time = (Date.now() - days * 24 * hourMs).toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}${newId().slice(13)}`
    }
    for (const days of [40, 31, 29, 1]) await add(idAgedDays(days), days)
    const chore = standardChores.find(({ name }) => name === 'deliveries.old-attempts')
    await chore?.run(world.installation)
    const left = await world.query('select number from delivery_attempts where delivery_id = $1 order by number', [
      delivery,
    ])
    expect(left).toEqual([{ number: 1 }, { number: 29 }])
  })
})
