import { expect, it } from 'vitest'
import { openCaseDesk } from '../../server/modules/cases/testing/case-desk.ts'
import { eraseAmongOthers, hasHeld } from './erasure.ts'

it('erases a customer with much to its name among others, and again after a restore', async () => {
  const desk = await openCaseDesk()
  try {
    const report = await eraseAmongOthers(desk, { messages: 40, tickets: 30, others: 60 })
    expect(report.columnsAfter).toEqual([])
    expect(report).toMatchObject({ othersAreSame: true, isErasedAgain: true })
    expect(hasHeld(report)).toBe(true)
  } finally {
    await desk.close()
  }
})
