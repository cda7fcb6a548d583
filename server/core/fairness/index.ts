export {
  type Evenness,
  evennessOf,
  leastPresentMs,
  type OfferCounts,
  type OfferSeen,
  type PersonSeen,
  type PersonShare,
  sharesIn,
} from './shares.ts'
export { type Spread, spreadOf } from './spread.ts'
export type { Stretch } from './stretches.ts'
