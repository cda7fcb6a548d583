/** What one attempt came to, as far as the rules look at it. The outbound client's result has this shape. */
export type AttemptOutcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: { readonly retryAfter: string | null; readonly webhookDelivery: string | null }
    }
  | { readonly kind: 'failed'; readonly errorClass: string }

/** `gone`: the endpoint wants nothing more. `aborted`: it does not want this message. */
export type AnswerVerdict = 'delivered' | 'retry' | 'gone' | 'aborted'

/**
 * Judges an attempt (reliability.md 3.2): 2xx is delivered, 410 is gone, everything else, redirects included, is to be
 * tried again, unless the receiver's `webhook-delivery` header says `disable` or `abort-message`.
 */
export function judgeAnswer(outcome: AttemptOutcome): AnswerVerdict {
  if (outcome.kind === 'failed') return 'retry'
  if (outcome.status >= 200 && outcome.status < 300) return 'delivered'
  const wish = outcome.headers.webhookDelivery?.trim().toLowerCase()
  if (outcome.status === 410 || wish === 'disable') return 'gone'
  return wish === 'abort-message' ? 'aborted' : 'retry'
}
