import { describe, expect, it } from 'vitest'
import { outliving } from './outliving-fetch.ts'

const asked = (method: string, body?: string) =>
  new Request('https://desk.example.com/v1/tickets', { method, ...(body !== undefined && { body }) })

describe('a request', () => {
  it('outlives its page when it changes something', async () => {
    const sent = await outliving(asked('POST', '{"until":null}'))
    expect(sent).toMatchObject({ method: 'POST', keepalive: true })
    expect(await sent.text()).toBe('{"until":null}')
    expect(await outliving(asked('DELETE'))).toMatchObject({ keepalive: true })
  })

  it('goes the usual way when it only reads, or is longer than browsers let go on', async () => {
    expect(await outliving(asked('GET'))).toMatchObject({ keepalive: false })
    const long = await outliving(asked('POST', 'x'.repeat(4_001)))
    expect(long).toMatchObject({ keepalive: false })
    expect(await long.text()).toHaveLength(4_001)
  })
})
