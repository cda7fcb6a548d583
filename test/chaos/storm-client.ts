import { setTimeout as pause } from 'node:timers/promises'

/** A create that was answered: the key it was asked under and what came back. */
export interface Acknowledged {
  readonly key: string
  readonly id: string
  readonly number: number
  readonly text: string
}

export interface StormTarget {
  /** Changes never: every start takes the same port. */
  readonly address: string
  readonly token: string
}

export interface StormFigures {
  /** Requests that got no answer, or one that says to try again. */
  retried: number
  /** Answers that were those of an earlier, unanswered request. */
  replayed: number
}

const againMs = 50
const answerWithinMs = 20_000

/** Creates one ticket under its key, asking again until somebody answers for good. Throws for a refusal. */
export async function createForSure(target: StormTarget, key: string, figures: StormFigures): Promise<Acknowledged> {
  for (;;) {
    const answer = await ask(target, key).catch(() => null)
    if (answer?.status === 201) {
      if (answer.isReplay) figures.replayed++
      const { id, number } = JSON.parse(answer.text) as { id: string; number: number }
      return { key, id, number, text: answer.text }
    }
    const mayBeAskedAgain = answer === null || answer.status >= 500 || answer.status === 409
    if (!mayBeAskedAgain) throw new Error(`Key ${key} was refused: ${answer.status} ${answer.text}`)
    figures.retried++
    await pause(againMs)
  }
}

async function ask({ address, token }: StormTarget, key: string) {
  const response = await fetch(`${address}/v1/ticket/create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({
      customerId: `customer-of-${key}`,
      channel: 'api',
      issueSummary: 'Storm',
      externalId: key,
      tags: ['storm'],
    }),
    signal: AbortSignal.timeout(answerWithinMs),
  })
  const isReplay = response.headers.get('idempotent-replayed') === 'true'
  return { status: response.status, text: await response.text(), isReplay }
}
