import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { appendEvents } from '../events/index.ts'
import { sealEvents } from './seal-events.ts'
import { openAuditWorld } from './testing/audit-world.ts'
import { verifyAudit } from './verify-audit.ts'

const world = await openAuditWorld()
afterAll(world.close)

describe('erasing a person', () => {
  it('breaks no chain: the log holds ids and codes, never what is personal', async () => {
    const context = await world.openContext()
    const { id: workspaceId } = context.workspace
    const id = newId()
    await world.owner(
      `insert into customers (workspace_id, id, external_id, name) values ($1, $2, 'crm-4711', 'Ada Lovelace')`,
      [workspaceId, id],
    )
    await context.transaction(async (tx) => {
      const subject = { kind: 'customer', id, seq: 1 } as const
      await appendEvents(tx, context, [{ type: 'customer.created', subject, ticketId: null, data: {} }])
    })
    await world.settle()
    await sealEvents(context)
    await world.owner('delete from customers where workspace_id = $1 and id = $2', [workspaceId, id])
    const text = `select string_agg(events::text, ' ') as rows from events where workspace_id = $1`
    const [log] = await world.owner<{ rows: string }>(text, [workspaceId])
    expect(log?.rows).toContain(id)
    expect(log?.rows).not.toMatch(/Ada|Lovelace|crm-4711/)
    expect(await verifyAudit(context)).toMatchObject({ ok: true, rows: 1, unsealed: 0 })
  })

  it('could not have been told of in an event: its data is checked against the catalogue', async () => {
    const context = await world.openContext()
    const append = context.transaction(async (tx) => {
      const subject = { kind: 'customer', id: newId(), seq: 1 } as const
      const data = { name: 'Ada Lovelace' } as Record<never, never>
      await appendEvents(tx, context, [{ type: 'customer.created', subject, ticketId: null, data }])
    })
    await expect(append).rejects.toThrow(/catalogue/)
  })
})
