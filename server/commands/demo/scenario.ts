/** The languages that the customers of the demo write in. */
export const languages = ['en', 'es', 'pt'] as const
export type Language = (typeof languages)[number]

/** Something customers ask about, with what they write and what the desk finds out. */
export interface Scenario {
  readonly category: string
  readonly type: string
  readonly serviceLines: readonly string[]
  /** A service of the workflow. */
  readonly affected?: string
  /** Which custom fields the request brings. */
  readonly fields?: 'payment' | 'endpoint'
  /** The subject, and what the customer writes. */
  readonly asks: Readonly<Record<Language, readonly [summary: string, message: string]>>
  readonly cause: string
  readonly correction: string
  readonly resolution: string
}
