import { expect, it } from 'vitest'
import { createToken, createWorkspace } from '../../server/modules/access/index.ts'
import { grantOf } from '../../server/modules/access/testing/test-installation-store.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnPlace('here')

/** A workspace in which nothing has been published yet, by its admin. */
const workspace = await createWorkspace(service.installation, { slug: 'bare', name: 'Bare', purpose: 'live' })
const context = service.installation.openContext({ workspace, principal: systemPrincipal, requestId: 'bare' })
const { secret } = await createToken(context, grantOf({ role: 'admin' }))
const headers = { authorization: `Bearer ${secret}` }

it.each(['/v1/queues', '/v1/statuses', '/v1/macros', '/v1/qa/scorecards'])(
  '%s is an empty list where no workflow is published',
  async (url) => {
    const seen = await send(service, { method: 'GET', url, headers })
    expect([seen.status, seen.body.data]).toEqual([200, []])
  },
)

it('the words that a ticket may name are none where no workflow is published', async () => {
  const seen = await send(service, { method: 'GET', url: '/v1/catalogue', headers })
  expect(seen).toMatchObject({ status: 200, body: { types: [], categories: [], services: [], matrix: [] } })
})

it.each([
  ['GET', '/v1/automations', undefined],
  ['POST', '/v1/tickets', { customerId: 'c', channel: 'email', issueSummary: 'Help' }],
] as const)('%s %s says that there is none, and not that trying again helps', async (method, url, payload) => {
  const seen = await send(service, { method, url, headers, ...(payload !== undefined && { payload }) })
  expect(seen).toMatchObject({ status: 409, body: { code: 'conflict', reason: 'no_workflow' } })
  expect(seen.headers).not.toHaveProperty('retry-after')
})
