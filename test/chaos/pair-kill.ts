import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { standardLease } from '../../server/jobs/router.ts'
import type { ServiceProcess } from '../../server/start/testing/service-process.ts'
import type { PairClient } from './pair-client.ts'

/** Persons of the pair's workspace: each has one offer to answer at a time. */
export const agents = 4
/** Tickets that are there when the router is killed: some offered, the others waiting. */
export const ticketsAtKill = 12

/** One kill of the active router, by the database's clock. */
export interface Kill {
  /** To the first offer of the router that took over. */
  readonly pauseMs: number
  /** What was left of the dead one's lease. */
  readonly leaseLeftMs: number
  /** From the end of that lease to the take-over: never before, and a look later at the most. */
  readonly takenAfterMs: number
  /** What the dead one left behind. */
  readonly pending: number
  readonly waiting: number
  /** Offers whose acceptance was answered though the kill was under way. */
  readonly answered: readonly string[]
}

const patienceMs = 60_000

/** Kills the active router while offers stand, tasks wait and acceptances are under way; then all that work is finished. */
export async function killAmidWork(
  owner: Client,
  client: PairClient,
  { active, survivor }: { active: ServiceProcess; survivor: ServiceProcess },
): Promise<Kill> {
  const addresses = [active.address, survivor.address]
  const ticketIds = await Promise.all(
    Array.from({ length: ticketsAtKill }, (_, index) => client.create(addresses[index % 2] ?? '')),
  )
  const asked = await client.untilPending(survivor.address, agents)
  const underWay = asked.slice(0, agents / 2)
  const accepting = underWay.map((offer, index) => client.accept(addresses[index % 2] ?? '', offer))
  await active.end('SIGKILL')
  const left = await leftBehind(owner)
  const isAnswered = await Promise.all(accepting)
  const begun = new Set(asked.map(({ ticketId }) => ticketId))
  const work = Promise.all([
    ...asked.map((offer) => client.finishOffered(survivor.address, offer)),
    ...ticketIds.filter((id) => !begun.has(id)).map((id) => client.finish(survivor.address, id)),
  ])
  const takenAt = await untilTaken(owner, left.epoch)
  await work
  const { rows } = await owner.query<{ at: string }>(
    'select (extract(epoch from min(created_at)) * 1000)::bigint as at from offers where created_at >= to_timestamp($1)',
    [takenAt / 1_000],
  )
  const { killedAt, leaseUntil, pending, waiting } = left
  return {
    pauseMs: Math.round(Number(rows[0]?.at ?? Infinity) - killedAt),
    leaseLeftMs: Math.round(leaseUntil - killedAt),
    takenAfterMs: Math.round(takenAt - leaseUntil),
    pending: Number(pending),
    waiting: Number(waiting),
    answered: underWay.filter((_, index) => isAnswered[index] === true).map(({ id }) => id),
  }
}

interface Left {
  readonly epoch: string
  readonly killedAt: number
  readonly leaseUntil: number
  readonly pending: string
  readonly waiting: string
}

async function leftBehind(owner: Client): Promise<Left> {
  const { rows } = await owner.query<Left>(
    `select shard.epoch, extract(epoch from clock_timestamp())::float8 * 1000 as "killedAt",
       extract(epoch from shard.lease_until)::float8 * 1000 as "leaseUntil",
       (select count(*) from offers where offers.state = 'pending') as pending,
       (select count(*) from tasks where tasks.state = 'waiting') as waiting
     from router_shards as shard`,
  )
  const [left] = rows
  if (left === undefined) throw new Error('Nobody ever routed this workspace.')
  return left
}

/** When another router took over: its lease began then, and is renewed only later than anybody looks here. */
async function untilTaken(owner: Client, epoch: string): Promise<number> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < patienceMs) {
    const { rows } = await owner.query<{ epoch: string; until: number }>(
      `select shard.epoch, extract(epoch from shard.lease_until)::float8 * 1000 as until from router_shards as shard`,
    )
    const [shard] = rows
    if (shard !== undefined && shard.epoch !== epoch) return shard.until - standardLease.leaseMs
    await pause(10)
  }
  throw new Error('No router took over.')
}
