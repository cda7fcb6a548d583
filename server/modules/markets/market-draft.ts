import type { MarketVersion } from './market-view.ts'

/** What is being written of a market and is not published yet: one for each market, its editors' together. */
export interface MarketDraft {
  readonly slug: string
  /** The market's version it is written over; 0 = none was in force. */
  readonly basedOn: number
  readonly document: string
  /** Another one with every save, and never the same twice. */
  readonly version: number
  readonly savedBy: MarketVersion['publishedBy']
  readonly savedAt: number
}
