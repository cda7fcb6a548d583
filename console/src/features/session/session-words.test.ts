import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { tokenOfFragment } from './link-landing.tsx'
import { browserOf } from './sessions-dialog.tsx'

beforeAll(() => installWords('en', en))

describe('a one-time link', () => {
  it('carries its token in the fragment', () => {
    expect(tokenOfFragment('#token=abc_1-2')).toBe('abc_1-2')
    expect([tokenOfFragment(''), tokenOfFragment('#other=1')]).toEqual(['', ''])
  })
})

describe('a session in the list', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36', 'Chrome, Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130', 'Edge, Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1', 'Safari, iOS'],
    ['curl/8.9', 'curl/8.9'],
    ['', 'unknown browser'],
  ])('tells the browser of "%s"', (userAgent, words) => {
    expect(browserOf(userAgent)).toBe(words)
  })
})
