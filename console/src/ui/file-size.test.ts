import { expect, it } from 'vitest'
import { sizeText } from './file-size.ts'

it.each([
  [1, '1 byte'],
  [1023, '1,023 bytes'],
  [1024, '1 kB'],
  [1536, '1.5 kB'],
  [25 * 1024 ** 2, '25 MB'],
  [3 * 1024 ** 4, '3,072 GB'],
])('%i bytes are said as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
