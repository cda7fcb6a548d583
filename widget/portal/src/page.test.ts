import { describe, expect, it } from 'vitest'
import { addressOf, readPlace } from './page.ts'

describe('what stands behind the #', () => {
  it.for([
    ['#link=Ab-9_x', { kind: 'link', value: 'Ab-9_x' }],
    ['#/ticket_01jqzv5k3mf8tbn2c4d6e7g9ha', { kind: 'ticket', value: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha' }],
    [addressOf('ticket_1'), { kind: 'ticket', value: 'ticket_1' }],
    ['', { kind: 'home' }],
    ['#/', { kind: 'home' }],
    ['#/ticket_1/../../v1', { kind: 'home' }],
    ['#link=a b', { kind: 'home' }],
    ['#link=', { kind: 'home' }],
  ] as const)('%s leads to %j', ([hash, place]) => expect(readPlace(hash)).toEqual(place))
})
