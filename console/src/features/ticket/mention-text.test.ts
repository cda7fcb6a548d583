import { describe, expect, it } from 'vitest'
import { handleAt, handleOf, withHandle } from './mention-text.ts'

describe('naming somebody in a note', () => {
  it('begins at an @ of its own', () => {
    expect(handleAt('Ask @in', 7)).toEqual({ from: 4, part: 'in' })
    expect(handleAt('Ask @Inês.D now', 11)).toEqual({ from: 4, part: 'ines.d' })
    expect(handleAt('@', 1)).toEqual({ from: 0, part: '' })
    expect(handleAt('a@b', 3)).toBeNull()
    expect(handleAt('Ask @ines now', 13)).toBeNull()
  })

  it('puts the whole handle there and goes on after it', () => {
    expect(withHandle('Ask @in please', { from: 4, caret: 7 }, handleOf('Inês Duarte'))).toEqual({
      text: 'Ask @ines.duarte please',
      caret: 17,
    })
  })
})
