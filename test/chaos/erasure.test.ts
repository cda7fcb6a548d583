import { expect, it } from 'vitest'
import { eraseOnOwnPostgres, hasHeld } from './erasure.ts'

it('erases a customer with much to its name among others, from tables, dump, files and logs, and again after a restore', async () => {
  const report = await eraseOnOwnPostgres({ messages: 40, files: 12, tickets: 30, others: 60 })
  expect(report).toMatchObject({ columnsAfter: [], dumpAfter: [], filesAfter: [], isInLogs: false })
  expect(report).toMatchObject({ filesBefore: 12, othersAreSame: true, isErasedAgain: true })
  expect(hasHeld(report)).toBe(true)
})
