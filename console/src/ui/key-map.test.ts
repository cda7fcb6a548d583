import { describe, expect, it } from 'vitest'
import { keyAmong, keyConflict, keyIds, keyMap, withKey } from './key-map.ts'

describe('the map of keys', () => {
  it('gives no key to two verbs of one screen', () => {
    expect(keyIds.filter((id) => keyConflict({}, id, keyMap[id].keys) !== null)).toEqual([])
  })

  it('knows the key of a verb and of its other half, and of nothing else', () => {
    expect([keyAmong({}, 'solve'), keyAmong({}, 'task-unpark'), keyAmong({}, 'nobody')]).toEqual(['e', 'h', undefined])
  })

  it('takes what somebody chose, also that a verb has none', () => {
    const chosen = withKey(withKey({}, 'solve', 'q'), 'zen', null)
    expect(chosen).toEqual({ solve: 'q', zen: null })
    expect([keyAmong(chosen, 'solve'), keyAmong(chosen, 'zen')]).toEqual(['q', null])
  })

  it('names what stands in the way: on the same screen, beside it, everywhere', () => {
    expect(keyConflict({}, 'solve', 'r')).toBe('reply')
    expect(keyConflict({}, 'search', 'r')).toBe('reply')
    expect(keyConflict({}, 'solve', 'z')).toBe('zen')
    expect(keyConflict({}, 'zen', 'w')).toBe('wall')
  })

  it('lets verbs of two screens share a key', () => {
    expect([keyConflict({}, 'solve', 'w'), keyConflict({}, 'wall', 'e')]).toEqual([null, null])
  })

  it('keeps what lists and scorecards read themselves', () => {
    expect([keyConflict({}, 'solve', 'j'), keyConflict({}, 'solve', 'g'), keyConflict({}, 'zen', 'y')]).toEqual([
      'taken',
      'taken',
      'taken',
    ])
    expect(withKey({}, 'solve', 'j')).toEqual({})
  })

  it('changes places with whoever had the key, and forgets what is as it was', () => {
    const swapped = withKey({}, 'solve', 'r')
    expect(swapped).toEqual({ solve: 'r', reply: 'e' })
    expect(withKey(swapped, 'solve', 'e')).toEqual({})
  })
})
