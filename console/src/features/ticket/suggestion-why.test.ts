import { afterEach, beforeEach, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { es } from '../../ui/words/es.ts'
import { installWords } from '../../ui/words/words.ts'
import { suggestionWhy } from './suggestion-why.ts'

beforeEach(() => installWords('es', es))
afterEach(() => installWords('en', en))

it('is said in the language of the screen, with what it names', () => {
  const rule = { code: 'rule', text: 'Rule "payment-words": category payments.', params: { rule: 'payment-words' } }
  expect(suggestionWhy([rule, { code: 'always', text: 'For every ticket.' }])).toBe(
    'Regla payment-words. Para todos los tickets.',
  )
})

it('is what the server says where there is no word for it', () => {
  expect(suggestionWhy([{ code: 'unheard_of' as 'rule', text: 'Because.' }])).toBe('Because.')
})
