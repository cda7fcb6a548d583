import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { publishWorkflow } from '../publishing/index.ts'
import { getCase } from './read-cases.ts'
import { type CaseDesk, openCaseDesk, refusalOf } from './testing/case-desk.ts'

let desk: CaseDesk
let example: string
beforeAll(async () => {
  desk = await openCaseDesk()
  example = await readFile(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
})
afterAll(() => desk.close())

const renamed = () =>
  example
    .replaceAll('risk-review', 'second-look')
    .replaceAll(/\babuse: \{/g, 'misconduct: {')
    .replaceAll('business-hours', 'office-hours')
const publish = (document: string) => publishWorkflow(desk.context, { document, expectedVersion: null })

it('a publication takes no reason from an open case, and a rename takes it along', async () => {
  const ticket = await desk.ticket()
  const found = await desk.escalate(ticket, { reason: 'abuse' })
  const refused = await refusalOf(publish(renamed()))
  expect(refused.code).toBe('workflow_key_in_use')
  const { problems } = refused.details as { problems: { key: string; uses: { cases: number } }[] }
  expect(problems.map(({ key }) => key).toSorted()).toEqual(['abuse', 'business-hours', 'risk-review'])
  expect(problems.find(({ key }) => key === 'abuse')?.uses.cases).toBe(1)

  await publish(
    `${renamed()}\nrenames:\n  queues: { risk-review: second-look }\n  reasons: { abuse: misconduct }\n` +
      '  calendars: { business-hours: office-hours }\n  slaPolicies: { business-hours: office-hours }\n',
  )
  const after = await getCase(desk.opener, { caseId: found.id })
  expect(after?.found).toMatchObject({
    reason: 'misconduct',
    queue: 'second-look',
    clock: { clock: { calendar: 'office-hours', dueAt: found.clock?.clock.dueAt } },
  })
  expect((await desk.escalate(ticket, { reason: 'misconduct' })).id).toBe(found.id)
})
