import { judgeCertification, overallVerdict, partnerEventOf } from '../../core/handoff/index.ts'
import { judgeAnswer } from '../../core/webhooks/judge-answer.ts'
import { readExternalId } from '../../core/webhooks/read-external-id.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import {
  errorClassForTenant,
  newWebhookSecret,
  type OutboundClient,
  type OutboundResult,
} from '../../platform/outbound/index.ts'
import { callbackSecrets, requirePermission } from '../access/index.ts'
import { signedHeaders } from '../deliveries/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import type { Certification, CertificationState, KeptExchange, ProbeToSend } from './certification.ts'
import { addExchanges, endCertification } from './certification-store.ts'
import { findCertification, findProbesLeft } from './certification-view.ts'

export interface CertificationMeans {
  readonly client: Pick<OutboundClient, 'send'>
  readonly userAgent: string
}

const keptOfAnswer = 500

/**
 * Sends the next event of a rehearsal, or the last ones together, and keeps what came back; after the last it is judged.
 * Each turn is one timer, so that a worker that dies costs one event, which is sent again as it was. False when there was
 * nothing left to do.
 */
export async function runCertification(
  context: Context,
  timer: ClaimedTimer,
  means: CertificationMeans,
): Promise<boolean> {
  requirePermission(context, 'partner:act')
  const id = timer.subjectId
  const { found, left } = await context.read(async (tx) => ({
    found: await findCertification(tx, context.workspace.id, id),
    left: await findProbesLeft(tx, context.workspace.id, id),
  }))
  if (found === null || found.state !== 'running') return take(context, timer)
  if (!found.isCurrent) return end(context, timer, { found, state: 'stopped' })
  const together = left.filter(({ probe }) => probe === left[0]?.probe)
  // oxlint-disable-next-line switchyard/verb -- callbackSecrets itself records a key that it makes
  const secrets = await context.transaction((tx) =>
    callbackSecrets(tx, context, { kind: 'partner', id: found.partner.id }),
  )
  const exchanges = await Promise.all(together.map((probe) => exchange(context, { found, probe, secrets, means })))
  if (together.length < left.length) return goOn(context, timer, exchanges)
  return end(context, timer, { found, exchanges })
}

async function exchange(
  context: Context,
  by: { found: Certification; probe: ProbeToSend; secrets: readonly string[]; means: CertificationMeans },
): Promise<KeptExchange> {
  const { found, probe, secrets, means } = by
  const { body } = probe
  const startedAt = context.now() - context.workspace.clockOffsetMs
  const headers = signedHeaders({
    id: encodeId('event', probe.eventId),
    type: partnerEventOf(found.type),
    body,
    attempt: probe.probe === 'repeated' || probe.probe === 'resumed' ? 2 : 1,
    timestampSeconds: Math.floor(startedAt / 1000),
    userAgent: means.userAgent,
    secrets: probe.probe === 'forged' ? [newWebhookSecret()] : secrets,
  })
  const result = await means.client.send({ url: found.url, method: 'POST', headers, body })
  return { probe: probe.probe, startedAt, durationMs: result.durationMs, ...told(result) }
}

function told(result: OutboundResult): Omit<KeptExchange, 'probe' | 'startedAt' | 'durationMs'> {
  const isGone = judgeAnswer(result) === 'gone'
  if (result.kind === 'failed')
    return {
      status: null,
      errorClass: errorClassForTenant(result.errorClass),
      externalId: null,
      response: null,
      isGone,
    }
  // No character that JSON in the database has no place for.
  const response = result.bodyText.slice(0, keptOfAnswer).replaceAll('\0', '').toWellFormed()
  return { status: result.status, errorClass: null, externalId: readExternalId(result), response, isGone }
}

function take(context: Context, timer: ClaimedTimer): Promise<boolean> {
  // oxlint-disable-next-line switchyard/verb -- nothing is left to do: no fact
  return context.transaction((tx) => takeTimer(tx, context.workspace.id, timer)).then(() => false)
}

async function goOn(context: Context, timer: ClaimedTimer, exchanges: readonly KeptExchange[]): Promise<boolean> {
  const { kind, subjectId } = timer
  // oxlint-disable-next-line switchyard/verb -- a turn ends: no fact
  return context.transaction(async (tx) => {
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    await addExchanges(tx, context.workspace.id, { id: subjectId, exchanges })
    await armTimer(tx, context.workspace.id, { kind, subjectId, dueAt: context.now() })
    return true
  })
}

async function end(
  context: Context,
  timer: ClaimedTimer,
  last: { found: Certification; state?: 'stopped'; exchanges?: readonly KeptExchange[] },
): Promise<boolean> {
  const { found, exchanges = [] } = last
  return context.transaction(async (tx) => {
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    if (exchanges.length > 0) await addExchanges(tx, context.workspace.id, { id: found.id, exchanges })
    const checks = last.state === 'stopped' ? null : judgeCertification([...found.exchanges, ...exchanges])
    const state = checks === null ? 'stopped' : overallVerdict(checks)
    const isEnded = await endCertification(tx, context.workspace.id, { id: found.id, state, checks, at: context.now() })
    if (isEnded) await appendEnd(tx, context, { found, state })
    return true
  })
}

async function appendEnd(
  tx: Tx,
  context: Context,
  { found, state }: { found: Certification; state: CertificationState },
): Promise<void> {
  const data = {
    certificationId: encodeId('certification', found.id),
    partnerId: encodeId('partner', found.partner.id),
    webhookId: encodeId('webhook', found.subscriptionId),
    state,
  }
  await appendWorkspaceEvent(tx, context, { type: 'partner.certification_ended', data })
}
