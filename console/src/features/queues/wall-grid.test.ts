import { expect, it } from 'vitest'
import { wallGrid } from './wall-grid.ts'

it.each([
  [0, 1, 1],
  [1, 1, 1],
  [2, 2, 1],
  [8, 3, 3],
  [10, 4, 3],
  [16, 4, 4],
])('%i tiles fill %i columns and %i rows', (tiles, columns, rows) => {
  expect(wallGrid(tiles)).toEqual({ columns, rows })
})
