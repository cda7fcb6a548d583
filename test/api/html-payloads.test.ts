import { describe, expect, it } from 'vitest'
import { mailKinds, renderMail } from '../../server/core/mail/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { formOf } from './testing/form.ts'
import { htmlPayloads } from './testing/html-payloads.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service, admin } = place
const post = (url: string, payload: object) => send(service, { method: 'POST', url, headers: admin, payload })

describe('what is written as markup', () => {
  it('is more than five hundred payloads', () => {
    expect(htmlPayloads.length).toBeGreaterThanOrEqual(500)
  })

  it('is kept and given back as the words it is, in chats, on tickets and in their timelines', async () => {
    const [first = ''] = htmlPayloads
    const opened = await post('/v1/chat/session', {
      customerId: `customer-${newId()}`,
      customer: { name: first },
      issueSummary: first,
      language: 'en',
    })
    expect(opened.status, opened.text).toBe(201)
    const { id: chatId, ticketId } = opened.body as { id: string; ticketId: string }
    const said = await Promise.all(
      htmlPayloads.map((body, index) =>
        post(`/v1/chat/sessions/${chatId}/messages`, {
          body,
          clientId: `p${index}`,
          ...(index % 2 === 0 && { as: 'customer' }),
        }),
      ),
    )
    expect(said.filter(({ status }) => status !== 201).map(({ text }) => text)).toEqual([])
    const bodies: string[] = []
    for (let after = 0; ;) {
      const page = await place.call('GET', `/v1/chat/sessions/${chatId}/messages?limit=200&after=${after}`)
      expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff' })
      expect(page.headers['content-type']).toContain('application/json')
      for (const { body, author } of page.body.data as {
        body: string
        author: { kind: string; name: string | null }
      }[]) {
        bodies.push(body)
        if (author.kind === 'customer') expect(author.name).toBe(first)
      }
      if (page.body.page.next === null) break
      after = Number(page.body.page.next)
    }
    expect(bodies.toSorted()).toEqual(expect.arrayContaining(htmlPayloads.toSorted()))
    const ticket = await place.call('GET', `/v1/tickets/${ticketId}`)
    expect(ticket.body.issueSummary).toBe(first)
  })

  it('is in no file’s name as more than a name', async () => {
    // What no form can carry in a name is left out.
    const names = htmlPayloads.filter((payload) => !/["\r\n]/.test(payload))
    for (const name of names.slice(0, 60)) {
      const { payload, headers: own } = formOf({ content: 'x', name })
      const seen = await send(service, { method: 'POST', url: '/v1/files', headers: { ...admin, ...own }, payload })
      expect(seen.status, seen.text).toBe(201)
      const got = await send(service, { url: `/v1/files/${seen.body.id}/content`, headers: admin })
      expect(String(got.headers['content-disposition'])).toMatch(
        /^attachment; filename="[\u0020-\u0021\u0023-\u007e]+"/,
      )
    }
  })
})

describe('a mail of what was said', () => {
  const frame = {
    language: 'en',
    name: null,
    workspace: 'Acme',
    zone: 'UTC',
    link: null,
    preferencesUrl: null,
  } as const
  const htmlOf = (text: string) =>
    renderMail(
      { kind: 'transcript', lines: [{ author: text, at: 0, body: text }], leftOut: 0, number: 1, summary: text },
      frame,
    )
  /** Every tag with its attributes; what stands between them does not count. */
  const tagsOf = (html: string) => html.match(/<[^>]*>/g) ?? []

  it('has the tags of the mail and no others, whatever was said', () => {
    expect(mailKinds).toContain('transcript')
    const calm = tagsOf(htmlOf('calm').html).filter((tag) => !/^<\/?br/.test(tag))
    for (const payload of htmlPayloads) {
      const { html, subject } = htmlOf(payload)
      expect([payload, tagsOf(html).filter((tag) => !/^<\/?br/.test(tag))]).toEqual([payload, calm])
      expect(subject).not.toMatch(/[\r\n]/)
    }
  })
})
