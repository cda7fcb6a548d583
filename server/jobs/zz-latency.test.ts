import { afterAll, expect, it, vi } from 'vitest'
import { openRouterWorld } from './testing/router-world.ts'
import { acceptOffer } from '../modules/handling/index.ts'
const world = await openRouterWorld()
const lat: number[] = []
const router = world.startRouter({ figures: { offered: (n, ms) => { if (ms !== null) for (let i = 0; i < n; i++) lat.push(ms) }, failed() { console.log('failed') } } })
afterAll(async () => { await router.stop(1000); await world.close() })
const q = (xs: number[], p: number) => xs.toSorted((a, b) => a - b)[Math.min(xs.length - 1, Math.floor(xs.length * p))]
const st = (xs: number[]) => ({ n: xs.length, p50: q(xs, .5)?.toFixed(2), p95: q(xs, .95)?.toFixed(2), p99: q(xs, .99)?.toFixed(2) })
it('measures', { timeout: 300_000 }, async () => {
  const desk = await world.openDesk()
  for (let i = 0; i < 200; i++) await desk.addAgent({ capacityUnits: 1000, kind: 'bot' })
  const base: number[] = []
  for (let i = 0; i < 200; i++) { const t = performance.now(); await desk.context.transaction((tx) => tx.prepared({ name: 'upd', text: `update workspace_states set event_seq = event_seq where workspace_id = $1` }, [desk.context.workspace.id])); base.push(performance.now() - t) }
  console.log('empty write tx', st(base))
  lat.length = 0
  for (let i = 0; i < 500; i++) {
    const n = lat.length
    await desk.addTicket()
    await vi.waitFor(() => expect(lat.length).toBeGreaterThan(n), { timeout: 5000, interval: 2 })
  }
  console.log('one at a time', st(lat))
  const rows = await world.query<{ ms: number }>(`select (extract(epoch from o.created_at - t.created_at) * 1000)::float8 as ms from offers o join tasks t on t.workspace_id=o.workspace_id and t.id = o.task_id where o.workspace_id=$1`, [desk.context.workspace.id])
  console.log('task.created_at->offer.created_at', st(rows.map((r) => r.ms)))
  lat.length = 0
  const desk2 = await world.openDesk()
  for (let i = 0; i < 200; i++) await desk2.addAgent({ capacityUnits: 100 })
  const t0 = performance.now()
  await Promise.all(Array.from({ length: 500 }, () => desk2.addTicket()))
  const t1 = performance.now()
  await vi.waitFor(async () => expect(await desk2.offers('pending')).toHaveLength(200), { timeout: 20_000, interval: 5 })
  console.log('burst of 500 created in', t1 - t0, 'ms; 200 offers after', performance.now() - t1, st(lat))
})
