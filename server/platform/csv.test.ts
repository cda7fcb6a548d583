import { expect, it } from 'vitest'
import { csvOf } from './csv.ts'

it('quotes what needs it, leaves null empty, and starts no formula', () => {
  const rows = [
    ['plain', 1.5, null],
    ['a, "b"\nc', -2, '=HYPERLINK("x")'],
  ]
  expect(csvOf(['name', 'n', 'note'], rows)).toBe(
    'name,n,note\r\nplain,1.5,\r\n"a, ""b""\nc",-2,"\'=HYPERLINK(""x"")"\r\n',
  )
})
