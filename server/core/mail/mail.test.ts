import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isServerFault, judgeMail, type MailOutcome } from './judge-mail.ts'
import { isMailAddress } from './mail-address.ts'
import { mailHeaders } from './mail-headers.ts'
import { mailKinds } from './mail-kinds.ts'
import { mailLanguageOf } from './mail-language.ts'
import { headerText } from './mail-text.ts'
import { mailWords } from './mail-words.ts'
import { type MailContent, type MailFrame, renderMail } from './render-mail.ts'

const frame: MailFrame = {
  language: 'en',
  name: 'Ben Okafor',
  workspace: 'Acme',
  zone: 'Europe/Madrid',
  link: null,
  preferencesUrl: null,
}

function contentOf(text: string): MailContent[] {
  const ticket = { number: 10_001, summary: text }
  return [
    { kind: 'reply', author: text, isAutomatic: false, body: text, ...ticket },
    { kind: 'transcript', lines: [{ author: text, at: 0, body: text }], leftOut: 2, ...ticket },
    { kind: 'transcript', lines: [], leftOut: 0, number: 10_001, summary: null },
    { kind: 'assigned', facts: ticket, details: [{ word: 'summary', text }] },
    { kind: 'webhook_disabled', facts: { host: text, reason: text }, details: [] },
  ]
}

/** Those in which nobody's words stand. */
const ofAccess: MailContent[] = [
  { kind: 'invited', hasAsked: false },
  { kind: 'invited', hasAsked: true },
  { kind: 'access_decided', outcome: 'approved' },
  { kind: 'access_decided', outcome: 'rejected' },
]

describe('a written mail', () => {
  it('holds no markup that somebody wrote, and no line that a header could be broken with', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        'a\r\nBcc: all@example.com',
        'x\u2028Subject: y\u202egpj.exe',
        '{author}{number}',
      ),
    )
    fc.assert(
      fc.property(nasty, (text) => {
        for (const content of contentOf(text)) {
          const mail = renderMail(content, { ...frame, name: text, workspace: text })
          expect(mail.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/v)
          expect(mail.text).not.toMatch(/[[\p{Cc}\p{Bidi_Control}]--[\n\t]]/v)
          const tags = [...mail.html.matchAll(/<\/?([a-z!]+)/gi)].map(([, tag]) => tag?.toLowerCase())
          expect(tags.filter((tag) => !ours.has(tag ?? ''))).toEqual([])
          expect(mail.html).not.toMatch(/<[^>]*\son\w+=|javascript:|<img/i)
        }
      }),
    )
  })

  it('is what the reader of each language gets, whatever the kind', () => {
    for (const language of ['en', 'es', 'pt'] as const) {
      for (const content of [...contentOf('Cannot sign in'), ...ofAccess]) {
        const mail = renderMail(content, { ...frame, language })
        expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/\{\w+\}|undefined/)
      }
      expect(Object.values(mailWords[language]).every((word) => word.trim() !== '')).toBe(true)
    }
  })

  it('shows a reply whole, with who wrote it and where to see it', () => {
    const content = {
      kind: 'reply',
      isAutomatic: false,
      author: 'Ana',
      body: 'Line one\n\n  Line <two>',
      number: 7,
      summary: 'Login',
    } as const
    const link = { word: 'openRequest', url: 'https://help.example/requests/7?a=1&b=2' } as const
    expect(renderMail(content, { ...frame, link })).toEqual({
      subject: 'Re: Login [#7]',
      text: 'Hello Ben Okafor,\n\nAna replied to your request #7:\n\nLine one\n\n  Line <two>\n\nSee your request: https://help.example/requests/7?a=1&b=2\n\n-- \nSent by Acme.\n',
      html: expect.stringContaining('>Line one<br><br>  Line &lt;two&gt;<'),
    })
    expect(renderMail(content, { ...frame, link }).html).toContain('href="https://help.example/requests/7?a=1&amp;b=2"')
  })

  it('tells the times of a transcript in the zone of the workspace', () => {
    const at = Number(new Date('2026-11-20T09:00:00Z'))
    const content = {
      kind: 'transcript',
      lines: [{ author: null, at, body: 'Hi' }],
      leftOut: 0,
      number: 7,
      summary: 'x',
    } as const
    expect(renderMail(content, { ...frame, language: 'es' }).text).toContain(
      'El equipo de soporte · 20 nov 2026, 10:00\nHi',
    )
  })

  it('has translated words for facts of ours, and shows others as they are', () => {
    const content = {
      kind: 'sla_breached',
      facts: { number: 7, summary: 'x', metric: 'resolution' },
      details: [],
    } as const
    expect(renderMail(content, { ...frame, language: 'pt' }).text).toContain(
      'Terminou um prazo do ticket #7: resolução.',
    )
    const other = { ...content, facts: { ...content.facts, metric: 'toString' } }
    expect(renderMail(other, frame).text).toContain('has run out: toString.')
  })
})

const ours = new Set('!doctype ! html head meta body div p a br table tr td blockquote small font hr'.split(' '))

describe('headers', () => {
  it('keep the mails of a ticket in one thread, each with an id of its own, and tell machines not to answer', () => {
    const place = {
      mailId: 'mail_a',
      kind: 'reply',
      isAutomatic: false,
      thread: 'ticket-1',
      domain: 'acme.example',
      preferencesUrl: null,
    } as const
    expect(mailHeaders(place)).toEqual({
      'Message-ID': '<mail_a@acme.example>',
      'In-Reply-To': '<ticket-1@acme.example>',
      References: '<ticket-1@acme.example>',
      'X-Auto-Response-Suppress': 'All',
    })
    expect(mailHeaders({ ...place, isAutomatic: true })).toMatchObject({ 'Auto-Submitted': 'auto-replied' })
    for (const kind of mailKinds.filter((one) => one !== 'reply'))
      expect(mailHeaders({ ...place, kind })).toMatchObject({ 'Auto-Submitted': 'auto-generated' })
  })

  it('cut a long text at a letter, never within one', () => {
    expect(headerText('👍'.repeat(5), 3)).toBe('👍👍…')
    expect(headerText(' a \r\n\t b ')).toBe('a b')
  })
})

describe('an address', () => {
  it.each(['ana@example.com', 'a.b+c@sub.example.co', "o'neil@localhost"])('%s is one', (text) => {
    expect(isMailAddress(text)).toBe(true)
  })

  it.each([
    '',
    'ana',
    'ana@',
    '@example.com',
    'a b@example.com',
    'ana@example.com\r\nBcc: x@y.z',
    'ana@example.com,b@example.com',
    '<ana@example.com>',
    '"ana"@example.com',
    'ana@@example.com',
    'ana@-example.com',
    '.ana@example.com',
    'a..b@example.com',
    'ana.@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(260)}.com`,
    'ána@example.com',
  ])('%j is none', (text) => {
    expect(isMailAddress(text)).toBe(false)
  })
})

describe('an attempt', () => {
  const failed = (errorClass: Extract<MailOutcome, { kind: 'failed' }>['errorClass'], code: number | null = null) =>
    ({ kind: 'failed', errorClass, code, response: null }) as const
  const first = { attempts: 1, jitter: 0.5 }

  it('is final when the server refuses the mail for good, or the address is gone', () => {
    for (const outcome of [failed('refused', 550), failed('address_gone'), failed('internal')])
      expect(judgeMail(outcome, first)).toEqual({ state: 'failed' })
    expect(judgeMail({ kind: 'sent', code: 250, response: 'ok' }, first)).toEqual({ state: 'sent' })
  })

  it('is made again after what may pass, later and later, for about two days', () => {
    for (const outcome of [
      failed('refused', 451),
      failed('refused'),
      failed('connect'),
      failed('login', 535),
      failed('timeout'),
    ])
      expect(judgeMail(outcome, first)).toEqual({ state: 'queued', retryInMs: 30_000 })
    const delays = Array.from({ length: 11 }, (_, index) =>
      judgeMail(failed('connect'), { attempts: index + 1, jitter: 0.5 }),
    )
    const waits = delays.flatMap((one) => (one.state === 'queued' ? [one.retryInMs] : []))
    expect(waits).toHaveLength(10)
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    expect(delays.at(-1)).toEqual({ state: 'failed' })
    expect(judgeMail(failed('connect'), { attempts: 1, jitter: 0 })).toEqual({ state: 'queued', retryInMs: 24_000 })
  })

  it('says when the fault lies with the server and not with the mail', () => {
    expect([failed('connect'), failed('login', 535), failed('refused', 421)].every(isServerFault)).toBe(true)
    expect([failed('refused', 451), failed('refused', 550), failed('internal')].some(isServerFault)).toBe(false)
  })
})

describe('the language of a mail', () => {
  it('is the first wish that there is', () => {
    expect(mailLanguageOf([null, 'fr', 'pt-BR', 'es'])).toBe('pt')
    expect(mailLanguageOf(['ES'])).toBe('es')
    expect(mailLanguageOf([])).toBe('en')
  })
})
