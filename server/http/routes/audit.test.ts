import { afterAll, describe, expect, it } from 'vitest'
import { authenticateToken, createToken, type Permission, unlimitedGrant } from '../../modules/access/index.ts'
import { makeCheckpoint, sealEvents } from '../../modules/audit/index.ts'
import { openAuditWorld } from '../../modules/audit/testing/audit-world.ts'
import { appendEvents, type NewEvent } from '../../modules/events/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { auditRoutes } from './audit.ts'
import { tokenRoutes } from './tokens.ts'

const world = await openAuditWorld()
const { installation } = world
const sample = await openSampleApp({
  routes: [...auditRoutes(), ...tokenRoutes()],
  authenticate: {
    token: (text) => authenticateToken(installation, text),
    session: () => {
      throw new AppError('unauthenticated', 'Unknown.')
    },
  },
  openContextFor: ({ workspace, principal }, requestId, origin) =>
    installation.openContext({ workspace, principal, requestId, origin }),
})
afterAll(async () => {
  await sample.close()
  await world.close()
})

interface Row {
  seq: number
  type: string
  text: string
  sealed: boolean
  actor: { kind: string; id: string; name: string | null }
  origin: Record<string, string | null> | null
}
interface Page {
  data: Row[]
  page: { next: string | null }
}

/** A workspace and a way to ask as a token with these permissions. */
async function open(permissions: Permission[] = ['audit:read', 'token:read', 'token:write'], more: object = {}) {
  const context = await world.openContext()
  const grant = { ...unlimitedGrant, name: 'Auditing', role: null, permissions, ...more }
  const { secret, token } = await createToken(context, grant)
  const headers = { authorization: `Bearer ${secret}`, 'user-agent': 'a program' }
  const ask = async (url: string, method: 'GET' | 'DELETE' = 'GET') => {
    const answer = await sample.app.inject({ method, url, headers, remoteAddress: '203.0.113.9' })
    return { status: answer.statusCode, body: answer.body === '' ? null : (answer.json() as unknown) }
  }
  const list = async (query = '') => (await ask(`/v1/audit${query}`)).body as Page
  return { context, token, ask, list }
}

async function seal(context: Context): Promise<void> {
  await world.settle()
  await sealEvents(context)
}

describe('the audit trail', () => {
  it('tells who changed what, when and from where', async () => {
    const { context, token, ask, list } = await open()
    const victim = await createToken(context, {
      ...unlimitedGrant,
      name: 'Old',
      role: null,
      permissions: ['token:read'],
    })
    await seal(context)
    expect((await ask(`/v1/tokens/${encodeId('token', victim.token.id)}`, 'DELETE')).status).toBe(204)
    const { data } = await list()
    const own = encodeId('token', token.id)
    expect(data.map(({ type, sealed }) => [type, sealed])).toEqual([
      ['token.revoked', false],
      ['token.created', true],
      ['token.created', true],
    ])
    expect(data[0]).toMatchObject({
      actor: { kind: 'token', id: own, name: 'Auditing' },
      origin: { network: '203.0.113.0/24', credential: own, client: expect.stringMatching(/^[0-9a-f]{12}$/) },
      text: expect.stringMatching(
        /^Auditing \(token_\w+\) revoked a service token \[ws_\w+\] on .+ UTC, from 203\.0\.113\.0\/24\.$/,
      ),
    })
    expect(data[1]).toMatchObject({ actor: { kind: 'system', name: null }, origin: null })
    expect(data[1]?.text).toMatch(/^Switchyard created a service token .+, by itself\.$/)
  })

  it('is paged from the newest to the oldest without gaps', async () => {
    const { context, list } = await open()
    await world.append(context, 7)
    const seqs: number[] = []
    for (let next: string | null = ''; next !== null;) {
      const page: Page = await list(`?limit=3${next === '' ? '' : `&after=${next}`}`)
      seqs.push(...page.data.map(({ seq }) => seq))
      next = page.page.next
    }
    expect(seqs).toHaveLength(8)
    expect(seqs).toEqual([...new Set(seqs)].toSorted((one, other) => other - one))
  })

  it('is filtered by actor, type, subject and time', async () => {
    const { context, token, ask } = await open()
    const later = new Date(context.now() + 60_000).toISOString()
    await world.append(context, 2)
    const own = encodeId('token', token.id)
    await ask(`/v1/tokens/${own}`, 'DELETE')
    const reader = await createToken(context, { ...unlimitedGrant, name: 'Reading', role: 'auditor' })
    const headers = { authorization: `Bearer ${reader.secret}` }
    const types = async (query: string) => {
      const answer = await sample.app.inject({ url: `/v1/audit${query}`, headers })
      return (answer.json() as Page).data.map(({ type }) => type)
    }
    expect(await types(`?actor=${own}`)).toEqual(['token.revoked'])
    expect(await types('?actor=system')).toHaveLength(4)
    expect(await types('?type=order.saved')).toEqual(['order.saved', 'order.saved'])
    const workspace = encodeId('workspace', context.workspace.id)
    expect(await types(`?subject=${workspace}`)).toEqual(['token.created', 'token.revoked', 'token.created'])
    expect(await types(`?from=${later}`)).toEqual([])
    expect(await types(`?to=${later}&type=order.saved,token.revoked`)).toHaveLength(3)
  })

  it('is filtered by whatever was changed, a case or a review too', async () => {
    const { context, list } = await open()
    const id = newId()
    const events: NewEvent[] = [
      { type: 'case.resumed', subject: { kind: 'case', id, seq: 1 }, ticketId: null, data: { caseId: 'case_1' } },
      { type: 'qa.reviewed', subject: { kind: 'review', id, seq: 1 }, ticketId: null, data: { scorecard: 'standard' } },
      {
        type: 'file.deleted',
        subject: { kind: 'file', id, seq: 1 },
        ticketId: null,
        data: { fileId: 'file_1', reason: 'old' },
      },
    ]
    await context.transaction((tx) => appendEvents(tx, context, events))
    for (const { type, subject } of events) {
      const { data } = await list(`?subject=${encodeId(subject.kind, id)}`)
      expect(data.map((row) => row.type)).toEqual([type])
    }
  })

  it.each([
    ['actor=ada', 'actor'],
    ['actor=ticket_01jqzv5k3mf8tbn2c4d6e7g9ha', 'actor'],
    ['subject=token_01jqzv5k3mf8tbn2c4d6e7g9ha', 'subject'],
    ['type=token.frobnicated', 'type'],
    ['from=yesterday', 'from'],
    ['after=xyz', 'after'],
    ['limit=0', 'limit'],
  ])('refuses %s and names the field', async (query, field) => {
    const { ask } = await open()
    const { status, body } = await ask(`/v1/audit?${query}`)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(`"${field}"`)
  })

  it.each([
    ['without the permission', ['event:read'] as Permission[], {}],
    ['with a channel only', undefined, { channels: ['email'] }],
    ['with a queue only', undefined, { queues: ['frontline'] }],
  ])('is closed to a token %s', async (_what, permissions, more) => {
    const { ask } = await open(permissions, more)
    expect((await ask('/v1/audit')).status).toBe(403)
    expect((await ask('/v1/audit/verify')).status).toBe(403)
  })
})

describe('its check', () => {
  it('says how much is sealed and good, and names the first bad row', async () => {
    const { context, ask } = await open()
    const seqs = await world.sealedRows(context, 1, 4)
    await makeCheckpoint(context)
    await world.append(context, 2)
    expect((await ask('/v1/audit/verify')).body).toEqual({
      ok: true,
      rows: 5,
      unsealed: 2,
      checkpoints: 1,
      firstBad: null,
    })
    await world.owner(`update events set data = '{}' where workspace_id = $1 and seq = $2`, [
      context.workspace.id,
      seqs[2],
    ])
    expect((await ask('/v1/audit/verify')).body).toMatchObject({
      ok: false,
      rows: 0,
      unsealed: 2,
      firstBad: { seq: seqs[2], reason: 'row_changed', eventId: expect.stringMatching(/^evt_/) },
    })
  })
})
