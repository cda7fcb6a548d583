import { clockUnits } from '../modules/tickets/index.ts'
import { oneOf } from './schemas.ts'

/** What a target counts, as the API writes it. */
export function clockUnit() {
  return oneOf(clockUnits, {
    description:
      'What the figures of the target count: open time, or working days, of which each is written as 86,400,000 ms (86,400 s) ' +
      'however long it is open.',
  })
}
