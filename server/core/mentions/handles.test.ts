import { describe, expect, it } from 'vitest'
import { handleOf, handlesIn } from './handles.ts'

describe('a handle', () => {
  it.for([
    ['Inês Duarte', 'ines.duarte'],
    ['Jean-Luc O’Neill', 'jean.luc.o.neill'],
    ['Технічна Підтримка', 'технічна.підтримка'],
    ['--', ''],
  ])('of %s is %s', ([name = '', handle]) => {
    expect(handleOf(name)).toBe(handle)
  })

  it.for([
    ['@ines.duarte please look', ['ines.duarte']],
    ['Thanks (@Inês.Duarte), and @bob.', ['ines.duarte', 'bob']],
    ['@bob @bob', ['bob']],
    ['@ines-duarte', ['ines.duarte']],
    ['mail ana@example.com or a+b@c.de', []],
    ['price @ 5, @@bob', []],
    ['', []],
  ] as const)('is found in "%s"', ([text, handles]) => {
    expect(handlesIn(text)).toEqual(handles)
  })
})
