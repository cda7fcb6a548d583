import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { createMemory } from '../../platform/memory.ts'
import { soon } from '../../platform/testing/soon.ts'
import { appendEvents, createEventFeed, type EventFeed } from './index.ts'
import { openTestService } from './testing/test-workspace-store.ts'

const service = await openTestService()
const feeds: EventFeed[] = []
afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.stop()))
})
afterAll(service.close)
const log = { warn: () => undefined }

/** A running feed and the numbers it has given. */
async function startFeed(options: { memory?: typeof service.memory; pollMs?: number } = {}) {
  const { memory = service.memory, pollMs = 50 } = options
  const feed = createEventFeed({ relay: service.relay, memory, pollMs, log })
  feeds.push(feed)
  const seen: number[] = []
  feed.subscribe((headers) => seen.push(...headers.map((header) => header.seq)))
  await feed.start()
  return { feed, seen }
}
const newContext = async () => service.contextOf(await service.addWorkspace(`w-${newId()}`))
const fact = (id = newId()) =>
  ({ type: 'order.saved', subject: { kind: 'order', id, seq: 1 }, ticketId: null, data: { status: 'placed' } }) as const
const write = (context: Context, count = 1) =>
  context.transaction(
    async (tx) =>
      void (await appendEvents(
        tx,
        context,
        Array.from({ length: count }, () => fact()),
      )),
  )
/** Waits until the feed has asked the database some more times. */
async function afterMoreQueries(name: string, count: number): Promise<void> {
  const query = vi.spyOn(service.relay, 'query')
  const asked = () => query.mock.calls.filter(([config]) => (config as unknown as { name?: string }).name === name)
  await vi.waitFor(() => expect(asked().length).toBeGreaterThanOrEqual(count), soon)
  query.mockRestore()
}
const seqs = async (): Promise<number[]> => {
  const { rows } = await service.relay.query<{ seq: number }>('select seq from events order by seq')
  return rows.map((row) => row.seq)
}
/** A transaction that has drawn a number and ends when told. */
async function stall(context: Context) {
  const drawn = Promise.withResolvers<void>()
  const ending = Promise.withResolvers<'commit' | 'rollback'>()
  const done = context.transaction(async (tx) => {
    await appendEvents(tx, context, [fact()])
    drawn.resolve()
    if ((await ending.promise) === 'rollback') throw new Error('rolled back')
  })
  await drawn.promise
  return { end: (how: 'commit' | 'rollback') => (ending.resolve(how), done.catch(() => undefined)) }
}

describe('the event feed', () => {
  it('begins after what was there and gives what comes', async () => {
    const context = await newContext()
    await write(context, 3)
    const { feed, seen } = await startFeed()
    expect(feed.mark()).toBe((await seqs()).at(-1))
    await write(context, 2)
    await vi.waitFor(() => expect(seen).toHaveLength(2), soon)
    expect(feed.mark()).toBe(seen.at(-1))
  })

  it('passes nothing while a transaction that drew an earlier number is open, and skips nothing when it commits', async () => {
    const context = await newContext()
    const { feed, seen } = await startFeed()
    const before = feed.mark()
    const stalled = await stall(context)
    await write(context, 4)
    await afterMoreQueries('feed-headers', 5)
    expect(seen).toEqual([])
    expect(feed.mark()).toBe(before)
    await stalled.end('commit')
    await vi.waitFor(() => expect(seen).toHaveLength(5), soon)
    expect(seen).toEqual((await seqs()).filter((seq) => seq > before))
  })

  it('waits for a transaction that began after the one whose later number it saw', async () => {
    const context = await newContext()
    const { feed, seen } = await startFeed()
    const before = feed.mark()
    const late = await context.transaction(async (tx) => {
      await tx.prepared({ name: 'take-xid', text: 'select pg_current_xact_id()' }, [])
      const stalled = await stall(context)
      await appendEvents(tx, context, [fact()])
      return stalled
    })
    await afterMoreQueries('feed-headers', 5)
    expect(seen).toEqual([])
    await late.end('commit')
    await vi.waitFor(() => expect(seen).toEqual([before + 1, before + 2]), soon)
  })

  it('passes the hole of a transaction that was rolled back', async () => {
    const context = await newContext()
    const { feed, seen } = await startFeed()
    const before = feed.mark()
    const stalled = await stall(context)
    await write(context, 2)
    await stalled.end('rollback')
    await vi.waitFor(() => expect(seen).toHaveLength(2), soon)
    expect(seen[0]).toBe(before + 2)
  })

  it('does not begin below an open transaction', async () => {
    const context = await newContext()
    const stalled = await stall(context)
    await write(context)
    const started = startFeed()
    let hasStarted = false
    void started.then(() => (hasStarted = true))
    await afterMoreQueries('feed-bounds', 5)
    expect(hasStarted).toBe(false)
    await stalled.end('commit')
    const { feed } = await started
    expect(feed.mark()).toBe((await seqs()).at(-1))
  })

  it('gives 10,000 events of 20 writers exactly once and in order, rollbacks among them', async () => {
    const contexts = await Promise.all(Array.from({ length: 20 }, newContext))
    const { feed, seen } = await startFeed()
    const before = feed.mark()
    await Promise.all(
      contexts.map(async (context, writer) => {
        for (let written = 0, turn = 0; written < 500; turn++) {
          const count = Math.min(500 - written, 1 + ((writer + turn) % 9))
          if ((writer + turn) % 7 === 0) await (await stall(context)).end('rollback')
          await write(context, count)
          written += count
        }
      }),
    )
    await vi.waitFor(() => expect(seen).toHaveLength(10_000), soon)
    expect(seen).toEqual((await seqs()).filter((seq) => seq > before))
  })

  it('hears of commits of another process long before it would poll', async () => {
    const other = createMemory()
    const here = await startFeed({ pollMs: 60_000 })
    const there = await startFeed({ memory: other, pollMs: 60_000 })
    const context = await newContext()
    await vi.waitFor(async () => {
      await write(context)
      expect(there.seen.length).toBeGreaterThan(0)
    }, soon)
    await vi.waitFor(() => expect(here.seen.length).toBeGreaterThan(0), soon)
  })

  it('goes on after its connections were cut', async () => {
    const context = await newContext()
    const { feed, seen } = await startFeed()
    const before = feed.mark()
    const owner = new (await import('pg')).default.Client(service.database.ownerUrl)
    await owner.connect()
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'switchyard_relay'`)
    await owner.end()
    await write(context, 3)
    await vi.waitFor(() => expect(seen).toHaveLength(3), soon)
    expect(seen).toEqual((await seqs()).filter((seq) => seq > before))
  })
})
