import { expect, it } from 'vitest'
import { openAuditWorld } from '../../server/modules/audit/testing/audit-world.ts'
import { hasHeld, tamperWithTrail } from './audit-tampering.ts'

it('finds what was done to a sealed trail, whatever it was, and names the first bad row', async () => {
  const world = await openAuditWorld()
  try {
    const report = await tamperWithTrail(world, { seed: 7, tamperings: 50, rows: 200, longRows: 2_000 })
    expect(report).toMatchObject({ missed: [], falseAlarms: 0 })
    expect(report.done).toEqual({
      'bit turned': 10,
      'row deleted': 10,
      'rows swapped': 10,
      'tail cut off': 10,
      'row put in': 10,
    })
    expect(hasHeld(report)).toBe(true)
  } finally {
    await world.close()
  }
})
