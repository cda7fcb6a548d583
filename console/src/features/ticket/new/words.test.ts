import { describe, expect, it } from 'vitest'
import { newWords } from './words.ts'

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])

describe.each(['es', 'pt'] as const)('the words of a new ticket in %s', (code) => {
  it('fill the same places as in English, are never empty and do not shout', () => {
    for (const [key, text] of Object.entries(newWords[code])) {
      expect(placesOf(text), key).toEqual(placesOf(newWords.en[key as keyof typeof newWords.en]))
      expect(text, key).toMatch(/^[^!¡]+$/)
    }
  })
})
