import type { TimelineItem } from '@switchyard/sdk'
import { expect, it } from 'vitest'
import { shownOf } from './timeline-shown.ts'
import type { Shown } from './timeline-shown.ts'

const item = (type: string, message: object | null = null) => ({ type, message }) as unknown as TimelineItem

it('what was said is always shown, facts by their kind', () => {
  const items = [item('ticket.created'), item('message.added', {}), item('sla.met'), item('offer.created')]
  const seen = (shown: Shown) => shownOf(items, shown).map(({ type }) => type)
  expect(seen('all')).toHaveLength(4)
  expect(seen('messages')).toEqual(['message.added'])
  expect(seen('clock')).toEqual(['message.added', 'sla.met'])
  expect(seen('routing')).toEqual(['message.added', 'offer.created'])
})
