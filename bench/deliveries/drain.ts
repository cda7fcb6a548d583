import { setTimeout as pause } from 'node:timers/promises'
import { cpuMsOf } from '../machine/cpu-time.ts'
import { progress } from '../machine/progress.ts'
import type { DeliveryStage } from './stage.ts'

/** How fast what had gathered was told. */
export interface Drain {
  readonly posts: number
  /** From the first request heard to the last one recorded. */
  readonly seconds: number
  readonly perSecond: number
  readonly serverCpuUs: number
  readonly postgresCpuUs: number
}

const ticketsAtOnce = 250
const patienceMs = 300_000

/**
 * Lets deliveries gather, by holding the lock that a claim takes, and then lets them go. Throws when not every endpoint
 * heard of each event exactly once.
 */
export async function runDrain(stage: DeliveryStage, tickets: number): Promise<Drain> {
  const { owner, workspaceId, receivers, told } = stage
  const posts = tickets * told
  progress(`deliveries: ${posts} gather`)
  const lock = `hashtextextended('deliveries ' || $1, 0)`
  await owner.query(`select pg_advisory_lock(${lock})`, [workspaceId])
  for (let made = 0; made < tickets; made += ticketsAtOnce) {
    const size = Math.min(ticketsAtOnce, tickets - made)
    await stage.post('/v1/tickets/batch', { tickets: Array.from({ length: size }, () => stage.nextTicket().ticket) })
  }
  await until(async () => (await countPending(stage)) === posts, `${posts} deliveries to gather`)
  await stage.untilCalm()
  await receivers.take()
  const [server, postgres] = cpuOf(stage)
  progress(`deliveries: ${posts} go`)
  await owner.query(`select pg_advisory_unlock(${lock})`, [workspaceId])
  await until(async () => (await countPending(stage)) === 0, `${posts} deliveries to end`)
  const [serverAfter, postgresAfter] = cpuOf(stage)
  const heard = await receivers.take()
  const distinct = new Set(heard.map(([endpoint, eventId]) => `${endpoint} ${eventId}`)).size
  if (heard.length !== posts || distinct !== posts)
    throw new Error(`Of ${posts} deliveries ${heard.length} were heard, ${distinct} of them different.`)
  const { rows } = await owner.query<{ endedAt: number }>(
    `select (extract(epoch from max(ended_at)) * 1000)::float8 as "endedAt"
     from deliveries where workspace_id = $1 and state = 'delivered'`,
    [workspaceId],
  )
  const seconds = ((rows[0]?.endedAt ?? 0) - heard.reduce((first, [, , at]) => Math.min(first, at), Infinity)) / 1_000
  return {
    posts,
    seconds,
    perSecond: Math.round(posts / seconds),
    serverCpuUs: ((serverAfter - server) * 1_000) / posts,
    postgresCpuUs: ((postgresAfter - postgres) * 1_000) / posts,
  }
}

async function countPending({ owner, workspaceId }: DeliveryStage): Promise<number> {
  const { rows } = await owner.query<{ count: string }>(
    `select count(*) from deliveries where workspace_id = $1 and state = 'pending'`,
    [workspaceId],
  )
  return Number(rows[0]?.count)
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs} ms for ${what}.`)
    await pause(250)
  }
}

function cpuOf({ server, postgresPid }: DeliveryStage): [server: number, postgres: number] {
  return [cpuMsOf(server.pid) ?? Number.NaN, cpuMsOf(postgresPid) ?? Number.NaN]
}
