import { describe, expect, it } from 'vitest'
import { keyStep, keysOf, shortcutText } from './shortcut.ts'

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

describe('a key press', () => {
  it('is a letter, or a letter with the platform key', () => {
    expect(keyStep(press('E'))).toBe('e')
    expect(keyStep(press('k', { metaKey: true }))).toBe('mod+k')
    expect(keyStep(press('k', { ctrlKey: true }))).toBe('mod+k')
  })

  it('is another one with Shift, but not for what only Shift can type', () => {
    expect(keyStep(press('E', { shiftKey: true }))).toBe('shift+e')
    expect(keyStep(press('?', { shiftKey: true }))).toBe('?')
  })

  it('is nothing of ours with Alt, while composing, or on named keys', () => {
    expect([
      keyStep(press('e', { altKey: true })),
      keyStep(press('e', { isComposing: true })),
      keyStep(press('Enter')),
    ]).toEqual([null, null, null])
  })

  it('is shown key by key on the sheet', () => {
    expect([keysOf('g w'), keysOf('e'), keysOf('mod+k')]).toEqual([['G', 'W'], ['E'], ['Ctrl K']])
  })

  it('is shown as people know it', () => {
    expect(['mod+enter', 'mod+shift+enter', 'shift+e', 'g w', '+'].map(shortcutText)).toEqual([
      'Ctrl ↵',
      'Ctrl ⇧ ↵',
      '⇧ E',
      'G W',
      '+',
    ])
  })
})
