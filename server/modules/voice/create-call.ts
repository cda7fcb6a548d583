import type { Context } from '../../platform/context.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { isCallAddress, presentCall } from '../calls/index.ts'
import { claimKey, keepAnswer, type KeptAnswer, type KeyedCall } from '../idempotency/index.ts'
import { recordRequest, repeatAnswer, type TicketRequest } from '../intake/index.ts'
import { getCall } from './read-calls.ts'

/** A call as an exchange reports it, its form already checked. */
export interface CallRequest extends Pick<
  TicketRequest,
  'customerId' | 'serviceLine' | 'language' | 'issueSummary' | 'callbackUrl' | 'priority' | 'fields'
> {
  /** E.164 or a SIP address. */
  readonly from: string
  readonly to: string
  /** The exchange's own name for the call. */
  readonly callRef: string
}

export interface CreatedCall extends KeptAnswer {
  readonly isReplay: boolean
}

const channel = 'voice'
const jsonType = 'application/json; charset=utf-8'

/**
 * Takes a call in: a ticket of the channel `voice` with a task of kind `call`, answered 201 with the call after the
 * commit. While a call with this reference is live it is answered again (200) and nothing is made.
 * Throws what `recordRequest` throws, and `conflict` when the live call is not the caller's to see.
 */
export async function createCall(
  context: Context,
  input: { request: CallRequest; key: KeyedCall | null },
): Promise<CreatedCall> {
  const { key } = input
  const { callRef, from, to, ...request } = input.request
  checkAddresses({ from, to })
  const outcome = await recordRequest(context, { request: { ...request, channel, call: { callRef, from, to } }, key })
  if (outcome.kind === 'key_taken') return { ...(await repeatAnswer(context, key)), isReplay: true }
  if (outcome.kind === 'call_live') return answerLive(context, outcome.callId, key)
  const { answer: body, location } = outcome
  return { status: 201, mediaType: jsonType, headers: { location }, body, isReplay: false }
}

/** Refuses what no exchange can dial, each with its place. */
function checkAddresses(ends: { from: string; to: string }): void {
  const faults = Object.entries(ends).flatMap(([name, text]): FieldError[] =>
    isCallAddress(text)
      ? []
      : [
          {
            pointer: `/${name}`,
            code: 'not_an_address',
            message:
              'Must be a number in E.164 form such as +34600123456, or a SIP address such as sip:ana@pbx.example.',
          },
        ],
  )
  const [first] = faults
  if (first !== undefined) throw new AppError('invalid', `${first.pointer}: ${first.message}`, {}, faults)
}

/** The call there is; under a key, what the key was answered first or is answered from now on. */
async function answerLive(context: Context, callId: string, key: KeyedCall | null): Promise<CreatedCall> {
  if (key === null) return { ...(await showLive(context, callId)), isReplay: false }
  // oxlint-disable-next-line switchyard/verb -- keeps an answer; nothing has happened, and recordRequest asked already
  return context.transaction(async (tx) => {
    const claim = await claimKey(tx, context, key)
    if (claim.kind === 'replay') return { ...claim.answer, isReplay: true }
    const answer = await showLive(context.within(tx), callId)
    await keepAnswer(tx, context, key, answer)
    return { ...answer, isReplay: false }
  })
}

async function showLive(context: Context, callId: string): Promise<KeptAnswer> {
  const call = await getCall(context, { callId })
  if (call === null) throw new AppError('conflict', 'A live call has this callRef already.')
  const shown = presentCall(call)
  return {
    status: 200,
    mediaType: jsonType,
    headers: { location: `/v1/calls/${shown.id}` },
    body: JSON.stringify(shown),
  }
}
