import { describe, expect, it } from 'vitest'
import { curlOf } from './curl.ts'

describe('copy as curl', () => {
  it('writes a read with its query and leaves the token to the shell', () => {
    expect(
      curlOf({ method: 'GET', path: '/v1/tickets', query: { q: 'tag:vip', limit: 1, after: '' } }, 'http://h'),
    ).toBe(`curl 'http://h/v1/tickets?q=tag%3Avip&limit=1' \\\n  -H "Authorization: Bearer $SWITCHYARD_TOKEN"`)
  })

  it('names the method and quotes a body that holds quotes', () => {
    const text = curlOf({ method: 'POST', path: '/v1/x', body: { note: `it's "it"` } }, 'http://h')
    expect(text).toContain('curl -X POST')
    expect(text).toContain(`-d '{"note":"it'\\''s \\"it\\""}'`)
  })
})
