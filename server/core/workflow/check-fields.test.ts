import { describe, expect, it } from 'vitest'
import { fieldFaults } from './check-fields.ts'
import type { FieldDefinition, TicketType } from './snapshot.ts'

const field = (type: FieldDefinition['type'], choices: string[] = []): FieldDefinition => ({
  label: type,
  type,
  choices,
  isRequired: false,
  requiredFor: [],
})
const typeWith = (fields: Record<string, FieldDefinition>) =>
  ({ fields: new Map(Object.entries(fields)) }) as unknown as TicketType
const types = new Map([
  ['payment', typeWith({ amount: field('number'), paidOn: field('date'), method: field('choice', ['card', 'cash']) })],
  ['device', typeWith({ amount: field('text'), isOnline: field('boolean') })],
])

describe('custom fields', () => {
  it.each([
    ['payment', { amount: 12.5 }, []],
    ['payment', { amount: '12.50' }, []],
    ['payment', { amount: 'much' }, [{ name: 'amount', expected: 'a number' }]],
    ['payment', { paidOn: '2026-11-20' }, []],
    ['payment', { paidOn: '2026-13-40' }, [{ name: 'paidOn', expected: 'a date such as 2026-11-20' }]],
    ['payment', { method: 'card' }, []],
    ['payment', { method: 'gold' }, [{ name: 'method', expected: 'one of: card, cash' }]],
    ['device', { isOnline: 'yes' }, [{ name: 'isOnline', expected: 'true or false' }]],
    ['device', { amount: 3 }, [{ name: 'amount', expected: 'a text' }]],
    ['device', { amount: null, ownWord: { any: 'thing' } }, []],
    [null, { amount: 'much' }, []],
    [null, { isOnline: 1 }, [{ name: 'isOnline', expected: 'true or false' }]],
  ])('of type %s with %j are wrong at %j', (type, fields, faults) => {
    expect(fieldFaults({ types }, type, fields)).toEqual(faults)
  })
})
