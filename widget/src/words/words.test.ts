import { describe, expect, it } from 'vitest'
import en from './en.json'
import es from './es.json'
import pt from './pt.json'
import { chooseLanguage } from './languages.ts'
import { speechOf } from './words.ts'

const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).toSorted()

describe('the words of the chat', () => {
  it('leave the same gaps in every language, and none is empty or left in English', () => {
    for (const other of [es, pt]) {
      for (const [name, text] of Object.entries(en)) {
        const theirs = other[name as keyof typeof en]
        expect([name, gaps(theirs)]).toEqual([name, gaps(text)])
        expect(theirs.trim()).not.toBe('')
      }
    }
    const same = Object.entries(en).filter(([name, text]) => es[name as keyof typeof en] === text)
    expect(same.map(([name]) => name)).toEqual(['min'])
  })

  it('are those of the first wish that is spoken here', () => {
    expect(chooseLanguage(['pt-BR', 'en'])).toBe('pt')
    expect(chooseLanguage([undefined, 'ar', 'es-MX'])).toBe('es')
    expect(chooseLanguage(['ar', ''])).toBe('en')
  })

  it('count places as the language does', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22].map(speechOf('en', en).ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '22nd',
    ])
    expect(speechOf('es', es).ordinal(2)).toBe('2.º')
    expect(speechOf('en', en).say('place', { n: '2nd' })).toBe('You are 2nd in line')
  })
})
