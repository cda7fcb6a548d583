import { expect, it } from 'vitest'
import { changedValuesOf } from './changed-values.ts'

const tellings = { queues: 'whole', skills: 'whole', limit: 'whole', url: 'origin', email: 'redacted' } as const
const names = [...Object.keys(tellings), 'description']

it('tells codes whole, of addresses their origin, of what is personal only whether it is there', () => {
  const before = { queues: ['a'], skills: { pay: 2 }, limit: null, url: 'https://one.example/s3cret', email: null }
  const after = {
    queues: ['a', 'b'],
    skills: { tax: 1, pay: 3 },
    limit: 0,
    url: 'https://ada:s3cret@two.example:8443/hook?key=s3cret',
    email: 'ada@example.com',
    description: 'Words of people',
  }
  expect(changedValuesOf(tellings, names, before, after)).toEqual([
    { name: 'queues', from: 'a', to: 'a, b' },
    { name: 'skills', from: 'pay 2', to: 'pay 3, tax 1' },
    { name: 'limit', from: null, to: '0' },
    { name: 'url', from: 'https://one.example', to: 'https://two.example:8443' },
    { name: 'email', from: null, to: 'redacted' },
  ])
})

it('leaves out what reads alike before and after, and what was not changed', () => {
  const before = { queues: [], skills: {}, url: 'https://one.example/a', email: 'ada@example.com' }
  const after = { queues: [], skills: {}, url: 'https://one.example/b', email: 'eve@example.com' }
  expect(changedValuesOf(tellings, names, before, after)).toEqual([])
  expect(changedValuesOf(tellings, [], before, { queues: ['b'] })).toEqual([])
})
