import { describe, expect, it } from 'vitest'
import { matchScore } from './match.ts'

describe('matching in the palette', () => {
  it('needs the letters in order', () => {
    expect(matchScore('Go to Workflow', 'gw')).toBeGreaterThan(0)
    expect(matchScore('Go to Workflow', 'wg')).toBe(0)
  })

  it('prefers unbroken stretches', () => {
    expect(matchScore('Theme: Dark', 'dark')).toBeGreaterThan(matchScore('Do a remark', 'dark'))
  })

  it('lets everything through while nothing is typed', () => {
    expect(matchScore('anything', ' ')).toBeGreaterThan(0)
  })
})
