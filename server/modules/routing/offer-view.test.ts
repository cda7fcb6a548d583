import { afterAll, describe, expect, it } from 'vitest'
import { openRouterWorld } from '../../jobs/testing/router-world.ts'
import { asSupervisor, type HeldTask, holdTask } from '../../jobs/testing/moving-desk.ts'
import { sql } from '../../database/query.ts'
import { findShownOffer } from './offer-view.ts'
import { findShownTask } from './task-view.ts'

const world = await openRouterWorld()
afterAll(world.close)

/** So many of each: a plan that begins anywhere but at the one row asked for reads at least their product. */
const many = 40
const most = 50

describe('one row among many that the planner knows nothing of', () => {
  it('is found from its id on, whatever else there is', async () => {
    const desk = await world.openDesk()
    const held: HeldTask[] = []
    for (let index = 0; index < many; index++) held.push(await holdTask(desk))
    const [offer] = await desk.offers('accepted')
    const sight = { channels: null, queues: null, partnerId: null, agentId: null }
    const looks = await asSupervisor(desk).read(async (tx) => {
      const looksNow = async () => {
        const row = await tx.first(sql<{ looks: number }>`
          select sum(stat.idx_scan + stat.seq_scan)::integer as looks
          from pg_stat_xact_user_tables as stat
          where stat.relname in ('offers', 'tasks', 'agents', 'tickets', 'customers', 'consults', 'monitors')`)
        return row?.looks ?? 0
      }
      const before = await looksNow()
      const { id: workspaceId } = desk.context.workspace
      expect(await findShownOffer(tx, workspaceId, { offerId: offer?.id ?? '', sight })).not.toBeNull()
      const between = await looksNow()
      expect(await findShownTask(tx, workspaceId, held[0]?.taskId ?? '')).not.toBeNull()
      return { offer: between - before, task: (await looksNow()) - between }
    })
    expect(looks.offer).toBeLessThan(most)
    expect(looks.task).toBeLessThan(most)
  })
})
