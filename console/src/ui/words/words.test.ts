import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WhyNot } from '@switchyard/sdk'
import { en as common } from './en.ts'
import { enNewTicket } from './en-new-ticket.ts'
import { enPartners } from './en-partners.ts'
import { es as commonEs } from './es.ts'
import { esNewTicket } from './es-new-ticket.ts'
import { esPartners } from './es-partners.ts'
import { pt as commonPt } from './pt.ts'
import { ptNewTicket } from './pt-new-ticket.ts'
import { ptPartners } from './pt-partners.ts'
import { bestLanguage, installWords, plural, t, wordFor } from './words.ts'

const en = { ...common, ...enNewTicket, ...enPartners }
const es = { ...commonEs, ...esNewTicket, ...esPartners }
const pt = { ...commonPt, ...ptNewTicket, ...ptPartners }

const placesOf = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort((a, b) => a.localeCompare(b))

describe.each([
  ['es', es],
  ['pt', pt],
] as const)('the words in %s', (_code, words) => {
  it('say everything that English says, and nothing else', () => {
    expect(new Set(Object.keys(words))).toEqual(new Set(Object.keys(en)))
  })

  it('are never empty and fill the same places', () => {
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe('')
      expect(placesOf(text), key).toEqual(placesOf(en[key as keyof typeof en]))
    }
  })

  it('do not shout', () => {
    expect(Object.values(words).filter((text) => /[!¡]/.test(text))).toEqual([])
  })
})

/** Complete by its type: a code that the reference gains is missing here until it has words. */
const refusals: Record<WhyNot['reasons'][number]['code'], string> = {
  delayed: en['reject.delayed'],
  excluded_declined: en['reject.excluded_declined'],
  fairness_cap: en['reject.fairness_cap'],
  language_missing: en['reject.language_missing'],
  level_low: en['reject.level_low'],
  no_capacity: en['reject.no_capacity'],
  no_permission: en['reject.no_permission'],
  not_member: en['reject.not_member'],
  outranked: en['reject.outranked'],
  outside_hours: en['reject.outside_hours'],
  presence: en['reject.presence'],
  reserved_elsewhere: en['reject.reserved_elsewhere'],
  search_mismatch: en['reject.search_mismatch'],
  skill_missing: en['reject.skill_missing'],
}

it('every reason against an agent is said in plain words', () => {
  for (const [code, text] of Object.entries(refusals))
    expect([code, text.includes('_'), text.length > 5]).toEqual([code, false, true])
})

describe('saying words', () => {
  beforeAll(() => installWords('es', es))
  afterAll(() => installWords('en', en))

  it('fills the named places', () => {
    expect(t('sla.pausedLeft', { left: '3h' })).toBe('en pausa · quedan 3h')
  })

  it('chooses the plural of the language', () => {
    expect([plural('event.earlier', 1), plural('event.earlier', 2)]).toEqual([
      '1 evento anterior',
      '2 eventos anteriores',
    ])
  })

  it('leaves a code of the workspace as written', () => {
    expect([wordFor('channel', 'email'), wordFor('channel', 'carrier-pigeon')]).toEqual(['correo', 'carrier-pigeon'])
  })

  it('takes the first language of the browser that we speak', () => {
    expect([bestLanguage(['de-DE', 'pt-BR', 'en']), bestLanguage(['fr'])]).toEqual(['pt', 'en'])
  })
})
