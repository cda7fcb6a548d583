import { describe, expect, it } from 'vitest'
import { exampleCurl } from './request-box.tsx'

describe('the request of the first minute', () => {
  it('is a command that creates a ticket as it stands', () => {
    const text = exampleCurl('http://127.0.0.1:8080', 'sy_abc')
    expect(text).toContain('curl http://127.0.0.1:8080/v1/ticket/create')
    expect(text).toContain('-H "Authorization: Bearer sy_abc"')
    const body = /-d '(.*)'/.exec(text)?.[1] ?? ''
    expect(JSON.parse(body)).toEqual({
      customerId: 'demo-customer-1024',
      channel: 'ticket',
      issueSummary: 'Deposit captured twice',
    })
  })
})
