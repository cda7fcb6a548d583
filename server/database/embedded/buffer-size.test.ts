import { expect, it } from 'vitest'
import { bufferMegabytes } from './buffer-size.ts'

const gigabyte = 2 ** 30

it('gives the database a sixteenth of the memory, within bounds', () => {
  expect([0.5, 2, 8, 16, 256].map((size) => bufferMegabytes(size * gigabyte))).toEqual([64, 128, 512, 1024, 1024])
})

it('asks this machine when it is told nothing', () => {
  expect(bufferMegabytes()).toBeGreaterThanOrEqual(64)
})
