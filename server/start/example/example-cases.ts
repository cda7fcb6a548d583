/** A case of a made-up history: why it was opened, what was found and what came of it. */
export interface ExampleCase {
  readonly reason: string
  readonly note: string
  readonly evidence: readonly { readonly url: string | null; readonly text: string }[]
  readonly checks: readonly { readonly name: string; readonly result: 'pass' | 'fail'; readonly note: string }[]
  readonly putForward: string
  /** Null = it still waits for a second pair of eyes. */
  readonly decision: { readonly outcome: 'confirmed' | 'rejected'; readonly note: string } | null
  readonly ending: string | null
}

/** Cases by the summary of the ticket they are opened for. */
export const exampleCases: Readonly<Record<string, ExampleCase>> = {
  'Depósito cobrado dos veces': {
    reason: 'payment_dispute',
    note: 'Two bookings of one deposit, same amount and key.',
    evidence: [{ url: 'https://processor.example/captures/8841', text: 'Two captures, two seconds apart.' }],
    checks: [
      { name: 'payment_match', result: 'pass', note: 'The log of the processor agrees.' },
      { name: 'account_history', result: 'pass', note: 'No earlier dispute in three years.' },
    ],
    putForward: 'The second capture is to be voided.',
    decision: { outcome: 'confirmed', note: 'Void the second capture and tell the player.' },
    ending: 'Voided and told.',
  },
  'Reembolso no llega a la tarjeta': {
    reason: 'payment_dispute',
    note: 'The player says the refund never came; our books say it did.',
    evidence: [
      { url: 'https://processor.example/refunds/5120', text: 'Refund settled at the processor.' },
      { url: null, text: 'The card it went to was replaced last month.' },
    ],
    checks: [
      { name: 'payment_match', result: 'fail', note: 'The refund went to a card that is no longer theirs.' },
      { name: 'account_history', result: 'pass', note: 'Nothing unusual.' },
    ],
    putForward: 'Send the refund again, to the new card?',
    decision: null,
    ending: null,
  },
}
