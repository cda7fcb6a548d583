import { afterAll, beforeAll, expect, it } from 'vitest'
import { permissionsOfRole } from '../../modules/access/index.ts'
import { principalWith } from '../../modules/access/testing/test-installation-store.ts'
import { assignTicket, transitionTicket } from '../../modules/handling/index.ts'
import { type Desk, openDesk } from '../../modules/handling/testing/desk.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { ticketActionRoutes } from './ticket-actions.ts'

let desk: Desk
let sample: Awaited<ReturnType<typeof openSampleApp>>
const principals = new Map(['agent', 'manager'].map((role) => [role, principalWith([...permissionsOfRole(role)])]))
beforeAll(async () => {
  desk = await openDesk()
  const { workspace } = desk.context
  sample = await openSampleApp({
    routes: ticketActionRoutes(),
    limits: { loopDelayMs: Number.POSITIVE_INFINITY },
    authenticate: {
      token: (name) => {
        const principal = principals.get(name)
        if (principal === undefined) throw new AppError('unauthenticated', 'Unknown.')
        return { workspace, principal, ratePerSecond: null }
      },
      session: () => {
        throw new AppError('unauthenticated', 'Unknown.')
      },
    },
    openContextFor: (caller, requestId) => desk.home.here.openContext({ ...caller, requestId }),
  })
})
afterAll(async () => {
  await sample.close()
  await desk.close()
})

it('answers a barred move with its guard and what is legal, and the same again to the same key', async () => {
  const agent = await desk.addAgent()
  const ticket = await desk.ticket()
  await assignTicket(desk.context, { ticketId: ticket.id, agentId: agent.id })
  const facts = { cause: { text: 'A' }, correction: { text: 'B' }, solutionCheck: 'passed', resolution: 'C' } as const
  await transitionTicket(desk.context, { ticketId: ticket.id, to: 'closed', ...facts })
  const reopen = async (role: string, key: string) => {
    const answer = await sample.app.inject({
      method: 'POST',
      url: `/v1/tickets/${encodeId('ticket', ticket.id)}/transitions`,
      headers: { authorization: `Bearer ${role}`, 'idempotency-key': key },
      payload: { to: 'classified' },
    })
    const { 'idempotent-replayed': replayed } = answer.headers
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), isReplayed: replayed === 'true' }
  }
  const refused = {
    status: 409,
    body: {
      code: 'guard_failed',
      missing: [],
      barredBy: [{ guard: 'roles', roles: ['manager'], reason: 'only manager may' }],
      legal: [],
    },
  }
  const [key, other] = [newId(), newId()]
  expect(await reopen('agent', key)).toMatchObject({ ...refused, isReplayed: false })
  expect(await reopen('agent', key)).toMatchObject({ ...refused, isReplayed: true })
  expect(await reopen('manager', other)).toMatchObject({ status: 200, body: { status: 'classified', reopened: 1 } })
  expect(await reopen('manager', other)).toMatchObject({ status: 200, body: { reopened: 1 }, isReplayed: true })
})
