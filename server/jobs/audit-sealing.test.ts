import { afterAll, describe, expect, it, vi } from 'vitest'
import { verifyAudit } from '../modules/audit/index.ts'
import { openAuditWorld } from '../modules/audit/testing/audit-world.ts'
import { createLog } from '../platform/log.ts'
import { soon } from '../platform/testing/soon.ts'
import { auditChores, sealAll } from './audit-sealing.ts'
import { createChoreWorker } from './chores.ts'

const world = await openAuditWorld()
afterAll(world.close)

function openLog() {
  const lines: Record<string, unknown>[] = []
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>)
  return { lines, log: createLog({ level: 'info', write }) }
}

describe('the worker', () => {
  it('seals what is appended while it runs, and writes checkpoints to the log', async () => {
    const context = await world.openContext()
    await world.sealedRows(context, 1, 3)
    const { lines, log } = openLog()
    const { installation } = world
    const worker = createChoreWorker({ installation, log, chores: auditChores(log), pollMs: 20 })
    worker.start()
    await world.append(context, 5)
    await vi.waitUntil(async () => (await verifyAudit(context)).rows === 8, { ...soon, interval: 50 })
    await vi.waitUntil(() => lines.length > 0, soon)
    await worker.stop(5_000)
    expect(lines[0]).toMatchObject({ event: 'audit.checkpoint', workspaceId: context.workspace.id, number: 1 })
    expect(await verifyAudit(context)).toMatchObject({ ok: true, unsealed: 0, checkpoints: 1 })
  })

  it('seals and signs what is left before it stops, and says nothing twice', async () => {
    const context = await world.openContext()
    await world.append(context, 2)
    await world.settle()
    const { lines, log } = openLog()
    await sealAll(world.installation, log)
    await sealAll(world.installation, log)
    const own = lines.filter(({ workspaceId }) => workspaceId === context.workspace.id)
    expect(own).toEqual([expect.objectContaining({ event: 'audit.checkpoint', rows: 2, seals: 1, previous: null })])
    expect(await verifyAudit(context)).toMatchObject({ ok: true, rows: 2, unsealed: 0, checkpoints: 1 })
  })
})
