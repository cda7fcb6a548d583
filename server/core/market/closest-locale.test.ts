import { describe, expect, it } from 'vitest'
import { closestLocale } from './closest-locale.ts'

describe('closestLocale', () => {
  it.each([
    ['itself', 'pt', ['es', 'pt'], 'pt'],
    ['itself in another case', 'PT-br', ['pt', 'pt-BR'], 'pt-BR'],
    ['its language', 'pt-BR', ['es', 'pt'], 'pt'],
    ['its script before its language', 'zh-Hant-TW', ['zh', 'zh-Hant'], 'zh-Hant'],
    ['another region of its language', 'pt', ['es', 'pt-PT'], 'pt-PT'],
    ['another region of its language for a third', 'pt-BR', ['es', 'pt-PT'], 'pt-PT'],
    ['none where nobody speaks it', 'fr', ['es', 'pt'], null],
    ['none among none', 'fr', [], null],
    ['no language that only begins alike', 'es', ['est'], null],
  ])('finds %s', (_, asked, offered, found) => {
    expect(closestLocale(asked, offered)).toBe(found)
  })
})
