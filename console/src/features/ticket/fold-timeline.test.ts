import type { TimelineItem } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { event, message } from '../../live/testing/timeline-items.ts'
import { decisionsByOffer, foldTimeline, lastPublicSeq, newerThan } from './fold-timeline.ts'

const shape = (items: TimelineItem[], opened: string[] = []) =>
  foldTimeline(items, new Set(opened)).map((entry) =>
    entry.kind === 'fold'
      ? `fold ${entry.events.length}`
      : entry.kind === 'event'
        ? entry.event.id
        : entry.kind === 'message'
          ? entry.message.id
          : entry.kind,
  )

describe('the track', () => {
  it('folds a run of more than two events, keeping the last', () => {
    expect(shape([event('a'), event('b'), event('c'), message(1), event('d'), event('e')])).toEqual([
      'fold 2',
      'c',
      'msg_1',
      'd',
      'e',
    ])
  })

  it('shows an opened fold whole', () => {
    expect(shape([event('a'), event('b'), event('c')], ['a'])).toEqual(['a', 'b', 'c'])
  })

  it('leaves out bookkeeping', () => {
    expect(shape([event('a', 'task.updated'), event('b')])).toEqual(['b'])
  })

  it('knows the decision behind an offer', () => {
    const items = [event('a', 'offer.created', { offerId: 'offer_1', decisionId: 'dec_1' }), event('b')]
    expect(decisionsByOffer(items).get('offer_1')).toBe('dec_1')
  })
})

describe('the guard before sending', () => {
  const items = [message(1), message(2, { visibility: 'internal' }), message(3), event('a')]

  it('remembers the last public message that was read', () => {
    expect([lastPublicSeq(items), lastPublicSeq([])]).toEqual([3, 0])
  })

  it('counts newer public messages of others only', () => {
    const mine = message(4, { author: { kind: 'agent', id: 'agent_me', name: null } })
    expect(newerThan([...items, mine], 1, 'agent_me')).toBe(1)
    expect(newerThan(items, 3, null)).toBe(0)
  })
})
