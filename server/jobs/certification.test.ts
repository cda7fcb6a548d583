import { afterAll, describe, expect, it, vi } from 'vitest'
import { callbackSecrets } from '../modules/access/index.ts'
import {
  getCertification,
  getOwnCertification,
  listCertifications,
  listOwnCertifications,
  removeOldCertifications,
  runCertification,
  startCertification,
} from '../modules/partners/index.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { createOutboundClient } from '../platform/outbound/index.ts'
import { outboundPolicy } from '../modules/deliveries/index.ts'
import { soon } from '../platform/testing/soon.ts'
import { until } from './testing/machine-world.ts'
import * as market from './testing/partner-market.ts'
import { type Mistake, startPartnerReceiver } from './testing/partner-receiver.ts'
import { openRouterWorld } from './testing/router-world.ts'
import { createTimerWorker } from './timer-worker.ts'

const world = await openRouterWorld()
market.allowLoopback(world)
const client = createOutboundClient({ policy: world.installation.memory.of(outboundPolicy), totalTimeoutMs: 4_000 })
const means = { client, userAgent: 'Switchyard/9.9.9' }
const timers = createTimerWorker({
  installation: world.installation,
  relay: world.relay,
  log: createLog({ level: 'silent' }),
  pollMs: 10,
  verbs: { certification: (context, timer) => runCertification(context, timer, means) },
})
timers.start()
const receivers: { close(): Promise<void> }[] = []
afterAll(async () => {
  await timers.stop(1_000)
  await Promise.all(receivers.map((one) => one.close()))
  await client.close()
  await world.close()
})

const desk = await market.openMarket(world)
const place = { type: 'STORE', storeId: null, franchisee: null } as const
let partners = 0

/** The same caller in a workspace for rehearsal. */
function rehearsing(context: Context): Context {
  const workspace = { ...context.workspace, purpose: 'review' } as const
  return world.installation.openContext({ workspace, principal: context.principal, requestId: 'r' })
}

/** A partner of its own franchisee, whose endpoint is right but for one mistake. */
async function openPartner(mistake: Mistake | null = null) {
  partners += 1
  const franchisee = `F-${partners}`
  const partner = await market.addPartner(world, desk, `partner-${partners}`)
  const owner = { kind: 'partner', id: partner.principal.partnerId ?? '' } as const
  const [secret = ''] = await desk.context.transaction((tx) => callbackSecrets(tx, desk.context, owner))
  const receiver = await startPartnerReceiver(secret, mistake)
  receivers.push(receiver)
  await market.subscribe(partner, receiver.url, { franchisee })
  const caller = rehearsing(partner)
  const start = () => startCertification(caller, { ...place, franchisee })
  return { partner, caller, receiver, franchisee, start }
}

async function certify({ start, caller }: Awaited<ReturnType<typeof openPartner>>) {
  const id = (await start())?.id ?? ''
  const ended = async () => {
    const found = await getOwnCertification(caller, { id })
    if (found === null || found.state === 'running') throw new Error('It runs.')
    return found
  }
  return vi.waitFor(ended, soon)
}

describe('the certification of an endpoint', () => {
  it('passes one that does as it should, and keeps what was seen for who reviews it', async () => {
    const opened = await openPartner()
    const found = await certify(opened)
    expect(found.checks?.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
    expect(found).toMatchObject({ state: 'passed', isCurrent: true, url: opened.receiver.url })
    expect(found.exchanges.map(({ probe, status }) => `${probe} ${status}`)).toEqual([
      'signed 200',
      'forged 401',
      'repeated 200',
      'broken 500',
      'resumed 200',
      'later 200',
      'earlier 200',
      'unknown 422',
      ...Array.from({ length: 10 }, () => 'burst 200'),
    ])
    const body = JSON.parse(opened.receiver.told[0]?.text ?? '') as object
    expect(body).toMatchObject({
      eventType: 'STORE_SUPPORT_TICKET_EVENT',
      region: 'ES',
      data: { type: 'STORE', source: 'CERTIFICATION', subcategoryId: 'missing-item', order: { status: 'DONE' } },
    })
    expect(await getCertification(desk.context, { id: found.id })).toEqual(found)
    const page = { partnerId: found.partner.id, brand: null, region: null, state: null, before: null, limit: 10 }
    const { probes, ...listed } = found
    expect(await listCertifications(desk.context, page)).toEqual([listed])
    expect(probes.map((sent) => sent.probe)).toEqual(found.exchanges.map((one) => one.probe))
    expect(probes[0]?.body).toBe(opened.receiver.told[0]?.text)
    const events = (await desk.eventTypes()).filter((type) => type.startsWith('partner.certification'))
    expect(events).toEqual(['partner.certification_started', 'partner.certification_ended'])
  })

  it.each([
    ['unsigned', 'signature', 'anybody could send'],
    ['doubles', 'idempotency', 'second ticket'],
    ['remembers-failures', 'retry', 'became no ticket'],
    ['takes-anything', 'retry', 'be lost'],
    ['disorder', 'order', 'second ticket'],
    ['one-ticket', 'order', 'became one of yours'],
    ['gone', 'gone', 'ends the subscription'],
    ['slow', 'slow', '3000 ms are allowed'],
    ['silent', 'slow', 'was not answered'],
  ] as const)('finds out one that is %s', async (mistake, check, words) => {
    const { state, checks } = await certify(await openPartner(mistake))
    expect(state).toBe('failed')
    expect(checks?.find((one) => one.check === check)).toMatchObject({
      verdict: 'failed',
      text: expect.stringContaining(words),
    })
    expect(checks?.filter(({ verdict }) => verdict !== 'passed').length).toBeLessThan(4)
  })

  it('leaves unproven what an endpoint does not show', async () => {
    const { state, checks } = await certify(await openPartner('no-ids'))
    expect(state).toBe('unproven')
    expect(checks?.filter(({ verdict }) => verdict === 'unproven').map(({ check }) => check)).toEqual([
      'idempotency',
      'retry',
      'order',
    ])
  })
})

describe('what is a year old', () => {
  it('goes, but for the last of a webhook and the last it passed', async () => {
    const opened = await openPartner()
    const { id, subscriptionId } = await certify(opened)
    const workspaceId = desk.context.workspace.id
    const copy = async (state: string, days: number) => {
      const [row] = await world.query<{ id: string }>(
        `insert into partner_certifications (workspace_id, id, partner_id, subscription_id, url, type, brand, region, state,
           probes, created_by, created_at, ended_at)
         select workspace_id, $2, partner_id, subscription_id, url, type, brand, region, $3, '[]', created_by,
           now() - make_interval(days => $4), now() - make_interval(days => $4)
         from partner_certifications where workspace_id = $1 and id = $5
         returning id`,
        [workspaceId, newId(), state, days, id],
      )
      return row?.id ?? ''
    }
    await world.query(`update partner_certifications set ended_at = now() - interval '400 days' where id = $1`, [id])
    const failed = await copy('failed', 390)
    const stopped = await copy('stopped', 380)
    const left = async () =>
      (
        await world.query<{ id: string }>(
          'select id from partner_certifications where subscription_id = $1 order by id',
          [subscriptionId],
        )
      ).map((row) => row.id)
    expect(await left()).toEqual([id, failed, stopped])
    await expect(removeOldCertifications(opened.partner)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await removeOldCertifications(desk.context)).toBe(1)
    expect(await left()).toEqual([id, stopped])
    expect(await removeOldCertifications(desk.context)).toBe(0)
  })
})

describe('it is refused', () => {
  it('in a live workspace, for a place without a webhook, and while one runs', async () => {
    const { partner, caller, start, franchisee } = await openPartner()
    await expect(startCertification(partner, { ...place, franchisee })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'live_workspace' },
    })
    expect(await startCertification(caller, { ...place, type: 'GENERAL' })).toBeNull()
    const races = await Promise.allSettled([start(), start(), start()])
    expect(races.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(races.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', details: { reason: 'running' } },
    })
  })

  it('to whoever is no partner, and another’s is not seen', async () => {
    await expect(startCertification(rehearsing(desk.context), place)).rejects.toMatchObject({ code: 'forbidden' })
    const [one, other] = [await openPartner(), await openPartner()]
    const { id } = await certify(one)
    expect(await getOwnCertification(other.caller, { id })).toBeNull()
    expect(await listOwnCertifications(other.caller, { state: null, before: null, limit: 10 })).toEqual([])
    expect((await listOwnCertifications(one.caller, { state: null, before: null, limit: 10 })).length).toBe(1)
  })

  it('by itself when the webhook moves meanwhile', async () => {
    const opened = await openPartner('silent')
    const id = (await opened.start())?.id ?? ''
    await until(() => expect(opened.receiver.told.length).toBeGreaterThan(1))
    await market.subscribe(opened.partner, `${opened.receiver.url}/else`, { franchisee: opened.franchisee })
    await until(async () =>
      expect(await getOwnCertification(opened.caller, { id })).toMatchObject({
        state: 'stopped',
        checks: null,
        isCurrent: false,
      }),
    )
  })
})
