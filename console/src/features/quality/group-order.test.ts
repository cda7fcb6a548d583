import { expect, it } from 'vitest'
import { type Group, sortedGroups } from './group-order.ts'

const groupOf = (label: string, created: number, score: number | null) =>
  ({ key: label, label, volume: { created }, quality: { score } }) as Group
const groups = [groupOf('Backend', 4, null), groupOf('Payments', 9, 60), groupOf('Frontline', 4, 90)]
const labels = (...order: [Parameters<typeof sortedGroups>[1], boolean]) =>
  sortedGroups(groups, ...order).map(({ label }) => label)

it('orders groups by a figure, ties by name, and those without it last either way', () => {
  expect(labels('created', true)).toEqual(['Payments', 'Backend', 'Frontline'])
  expect(labels('score', true)).toEqual(['Frontline', 'Payments', 'Backend'])
  expect(labels('score', false)).toEqual(['Payments', 'Frontline', 'Backend'])
  expect(labels('label', false)).toEqual(['Backend', 'Frontline', 'Payments'])
})
