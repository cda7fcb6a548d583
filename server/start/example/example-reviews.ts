/** One made-up review: of which ticket, by whom, how long after its end, the ratings and what was said. */
export interface ExampleReview {
  /** What the ticket asks. */
  readonly summary: string
  /** Key of the agent who reviews it; never the one who had it. */
  readonly reviewer: 'manager' | 'support'
  readonly hoursAfter: number
  readonly ratings: Readonly<Record<'understood' | 'solved' | 'tone', number | null>> & { readonly privacy: boolean }
  readonly note: string
}

/** Six reviews by two reviewers, so that the first report has a score, a range and a critical miss to look into. */
export const exampleReviews: readonly ExampleReview[] = [
  {
    summary: 'Cannot join a ranked lobby after the update',
    reviewer: 'manager',
    hoursAfter: 20,
    ratings: { understood: 5, solved: 5, tone: 4, privacy: true },
    note: 'Found the cause at once and said what was changed.',
  },
  {
    summary: 'Depósito cobrado dos veces',
    reviewer: 'manager',
    hoursAfter: 26,
    ratings: { understood: 5, solved: 5, tone: 5, privacy: true },
    note: 'The player knew at every step where the money was.',
  },
  {
    summary: 'Somebody signed in to my account from another country',
    reviewer: 'support',
    hoursAfter: 30,
    ratings: { understood: 4, solved: 4, tone: 3, privacy: false },
    note: 'The foreign address was repeated in a public reply. A note was the place for it.',
  },
  {
    summary: 'Bonus not visible after the tournament',
    reviewer: 'manager',
    hoursAfter: 18,
    ratings: { understood: 4, solved: 4, tone: 4, privacy: true },
    note: 'Right answer; one question to the player could have been saved.',
  },
  {
    summary: 'El pago con tarjeta falla siempre',
    reviewer: 'support',
    hoursAfter: 22,
    ratings: { understood: 4, solved: 5, tone: null, privacy: true },
    note: 'Solved on the first try. Tone left out: the chat was two lines long.',
  },
  {
    summary: 'Faltaba la bebida en el pedido',
    reviewer: 'support',
    hoursAfter: 24,
    ratings: { understood: 5, solved: 4, tone: 5, privacy: true },
    note: 'Warm and quick; the next step was named.',
  },
]
