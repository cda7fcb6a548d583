import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { appendEvents } from '../events/index.ts'
import { openTestService } from '../events/testing/test-workspace-store.ts'
import { makeCheckpoint } from './make-checkpoint.ts'
import { sealEvents } from './seal-events.ts'
import { openAuditWorld } from './testing/audit-world.ts'
import { verifyAudit } from './verify-audit.ts'

const world = await openAuditWorld()
afterAll(world.close)

const sealedSeqs = async (workspaceId: string) => {
  const text = `select seq::float8 as seq from audit_seals, unnest(seqs) with ordinality as each (seq, place)
    where workspace_id = $1 order by number, place`
  return (await world.owner<{ seq: number }>(text, [workspaceId])).map(({ seq }) => seq)
}

describe('sealing', () => {
  it('seals every event once and in order, and says so', async () => {
    const context = await world.openContext()
    await world.append(context, 2_300)
    await world.settle()
    expect(await sealEvents(context)).toBe(2_300)
    expect(await sealEvents(context)).toBe(0)
    await world.append(context, 2)
    expect(await verifyAudit(context)).toEqual({ ok: true, rows: 2_300, unsealed: 2, checkpoints: 0, firstBad: null })
  })

  it('skips no transaction that commits late', async () => {
    const context = await world.openContext()
    const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>()
    const { promise: isWritten, resolve: written } = Promise.withResolvers<void>()
    const late = context.transaction(async (tx) => {
      const subject = { kind: 'order', id: newId(), seq: 1 } as const
      await appendEvents(tx, context, [{ type: 'order.saved', subject, ticketId: null, data: { status: 'late' } }])
      written()
      await mayCommit
    })
    await isWritten
    await world.append(context, 3)
    const visible = await world.owner('select seq from events where workspace_id = $1', [context.workspace.id])
    expect(visible).toHaveLength(3)
    expect(await sealEvents(context)).toBe(0)
    commit()
    await late
    await world.settle()
    expect(await sealEvents(context)).toBe(4)
    const seqs = await sealedSeqs(context.workspace.id)
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other))
    expect(await verifyAudit(context)).toMatchObject({ ok: true, rows: 4, unsealed: 0 })
  })

  it('by two workers at once seals nothing twice and leaves nothing out', async () => {
    const context = await world.openContext()
    const twins = await Promise.all([world.openTwin(), world.openTwin()])
    let isOver = false
    const sealing = twins.map(async (twin) => {
      const own = twin.contextOf(context)
      while (!isOver) {
        await sealEvents(own)
        await setImmediate()
      }
    })
    for (let lot = 0; lot < 30; lot++) await Promise.all([world.append(context, 7), world.append(context, 5)])
    isOver = true
    await Promise.all(sealing)
    await world.settle()
    await sealEvents(context)
    expect(await verifyAudit(context)).toMatchObject({ ok: true, rows: 360, unsealed: 0 })
  })

  it('goes on where a worker was killed', async () => {
    const context = await world.openContext()
    for (let lot = 0; lot < 6; lot++) await world.append(context, 2_000)
    await world.settle()
    for (let kill = 0; kill < 3; kill++) await killWhileSealing(context.workspace.id, 1 + kill)
    await sealEvents(context)
    expect(await verifyAudit(context)).toMatchObject({ ok: true, rows: 12_000, unsealed: 0 })
  })
})

const sealer = `
  import { createEventFeed } from ${path('../events/index.ts')}
  import { openInstallation } from ${path('../../database/open-installation.ts')}
  import { openPool } from ${path('../../database/pool.ts')}
  import { createMemory } from ${path('../../platform/memory.ts')}
  import { systemPrincipal } from ${path('../../platform/principal.ts')}
  import { sealEvents } from ${path('./seal-events.ts')}
  const [appUrl, relayUrl, id] = process.argv.slice(1)
  const open = (url) => openPool({ url, size: 2, name: 'killed', onConnectionLost: () => {} })
  const memory = createMemory()
  const feed = createEventFeed({ relay: open(relayUrl), memory, log: { warn() {} } })
  await feed.start()
  const installation = openInstallation({ pool: open(appUrl), clock: { now: Date.now }, memory, sealingKey: new Uint8Array(32) })
  const workspace = { id, slug: 'w', name: 'w', purpose: 'live', clockOffsetMs: 0 }
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId: 'killed' })
  const transaction = context.transaction
  let seals = 0
  context.transaction = async (work) => {
    const result = await transaction(async (tx) => {
      const done = await work(tx)
      console.log(seals += 1)
      return done
    })
    return result
  }
  await sealEvents(context)
  setInterval(() => {}, 1000)
`

function path(file: string): string {
  return JSON.stringify(join(import.meta.dirname, file))
}

/** Kills the process while it has written a seal and may or may not have committed it. */
async function killWhileSealing(workspaceId: string, seals: number): Promise<void> {
  const { appUrl, relayUrl } = world.database
  const args = ['--no-warnings', '--input-type=module', '-e', sealer, appUrl, relayUrl, workspaceId]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let count = 0
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    count += chunk.toString().trim().split('\n').length
    if (count >= seals) child.kill('SIGKILL')
  }
  await ended
  expect(count).toBeGreaterThanOrEqual(seals)
}

describe('a checkpoint', () => {
  it('is made when something was sealed since the last one, and holds that one’s signature', async () => {
    const context = await world.openContext()
    expect(await makeCheckpoint(context)).toBeNull()
    await world.sealedRows(context, 1, 3)
    const first = await makeCheckpoint(context)
    expect(first).toMatchObject({ number: 1, seals: 1, rows: 3, previous: null })
    expect(await makeCheckpoint(context)).toBeNull()
    await world.sealedRows(context, 1, 4)
    const made = await Promise.all([makeCheckpoint(context), makeCheckpoint(context)])
    const [second] = made.filter((checkpoint) => checkpoint !== null)
    expect(made.filter((checkpoint) => checkpoint !== null)).toHaveLength(1)
    expect(second).toMatchObject({ number: 2, rows: 7, previous: first?.signature })
    expect(await verifyAudit(context)).toMatchObject({ ok: true, checkpoints: 2 })
  })
})

describe('the rights of the service', () => {
  it.each(['audit_keys', 'audit_seals', 'audit_checkpoints', 'events'])('let it change no row of %s', async (table) => {
    const service = await openTestService()
    await expect(service.app.query(`update ${table} set workspace_id = workspace_id`)).rejects.toThrow(/denied/)
    await expect(service.app.query(`delete from ${table}`)).rejects.toThrow(/denied/)
    await service.close()
  })
})
