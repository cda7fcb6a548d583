import { describe, expect, it } from 'vitest'
import en from './en.json'
import es from './es.json'
import pt from './pt.json'
import { speechOf } from './speech.ts'

const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).toSorted()

describe('the words of the portal', () => {
  it.for([
    ['es', es],
    ['pt', pt],
  ] as const)('leave the same gaps in %s as in English, and none is empty or left in English', ([, other]) => {
    expect(Object.keys(other)).toEqual(Object.keys(en))
    for (const [name, text] of Object.entries(en)) {
      const theirs = other[name as keyof typeof en]
      expect([name, gaps(theirs)]).toEqual([name, gaps(text)])
      expect([name, theirs.trim()]).not.toEqual([name, ''])
      expect([name, theirs]).not.toEqual([name, text])
    }
  })

  it('write days and sizes as the language does', () => {
    expect(speechOf('en', en).day('2019-03-05T12:00:00.000Z')).toBe('5 Mar 2019')
    expect(speechOf('es', es).size(48_213)).toBe('48,2 kB')
    expect(speechOf('en', en).say('number', { number: 42 })).toBe('Request #42')
  })
})
