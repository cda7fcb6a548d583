import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withRollout } from './compile-rollout.ts'
import { compileWorkflow } from './compile-workflow.ts'
import { isRolledOut, termsOf } from './rollout.ts'
import { lintRollout } from './lint-rollout.ts'
import { lintWorkflow } from './lint-workflow.ts'
import { parseWorkflow } from './parse-workflow.ts'

const before = readFileSync(new URL('../../../workflows/operations-review.yaml', import.meta.url), 'utf8')
const rollout =
  'routing:\n  rollout: { from: 1, share: 10, returnWhen: [{ measure: waitP90, worseBy: 20, atLeast: 50 }] }\n'
const after = before.replace('routing:\n', rollout)
const read = (text: string) => {
  const { document, locate, problems } = parseWorkflow(text)
  if (document === null) throw new Error(JSON.stringify(problems))
  return { document, locate }
}
const problemsOf = (text: string, old: string | null) => {
  const { document, locate } = read(text)
  return lintRollout(document, old === null ? null : read(old).document, locate).map(({ code, pointer, line }) => ({
    code,
    pointer,
    line,
  }))
}
const pointer = '/routing/rollout/from'
const line = after.split('\n').indexOf('routing:') + 2

describe('a document with a roll-out', () => {
  it('is sound over a version with the same queues, and without one nothing is asked', () => {
    expect(problemsOf(after, before)).toEqual([])
    expect(problemsOf(before, null)).toEqual([])
    expect(lintWorkflow(read(after).document).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('is refused where its version was never published', () => {
    expect(problemsOf(after, null)).toEqual([{ code: 'unknown_version', pointer, line }])
  })

  it('is refused where the queues differ', () => {
    const more = before.replace(/\n  queues:.*\n/u, '\n  queues:\n    further: { label: Further }\n')
    expect(more).not.toBe(before)
    expect(problemsOf(after, more)).toEqual([{ code: 'rollout_queues_differ', pointer, line }])
  })

  it('is refused where queues differ in what holds before there is a task', () => {
    const [slug = ''] = Object.keys(read(before).document.routing.queues)
    for (const part of [{ kind: 'callback' }, { automation: { firstResponse: 'off' } }] as const) {
      const old = structuredClone(read(before).document)
      Object.assign(old.routing.queues[slug] ?? {}, part)
      expect(lintRollout(read(after).document, old)).toMatchObject([{ code: 'rollout_queues_differ', pointer }])
    }
  })

  it('says beforehand what a return would take back besides the queues', () => {
    const old = read(
      before.replace('name: Operations Review', 'name: Before').replace('requireLanguage: true', ''),
    ).document
    expect(lintRollout(read(after).document, old)).toMatchObject([
      { code: 'rollout_returns_more', severity: 'warning', message: expect.stringMatching(/: name, routing\.$/) },
    ])
    expect(lintRollout(read(after).document, read(after).document)).toMatchObject([{ code: 'rollout_returns_more' }])
  })

  it('is refused where a queue of that version no longer stands here', () => {
    const [slug] = Object.keys(read(before).document.routing.queues)
    const old = structuredClone(read(before).document)
    const queue = old.routing.queues[slug ?? '']
    if (queue !== undefined) queue.hours = 'of-old'
    const found = lintRollout(read(after).document, old)
    expect(found.map(({ code, pointer: place }) => ({ code, place }))).toEqual([
      { code: 'unknown_calendar', place: pointer },
    ])
    expect(found[0]?.message).toContain('By version 1')
  })

  it.each([
    ['share: 10', 'share: 0'],
    ['share: 10', 'share: 100'],
    ['share: 10', 'share: 10.5'],
    ['from: 1', 'from: 0'],
    ['measure: waitP90', 'measure: mood'],
    ['worseBy: 20', 'worseBy: -1'],
    ['atLeast: 50', 'atLeast: 0'],
  ])('has no %s', (from, to) => {
    expect(parseWorkflow(after.replace(from, to)).document).toBeNull()
  })
})

describe('the terms of a task', () => {
  const old = before.replace('offerTimeout: 30s', 'offerTimeout: 17s')
  const workflow = withRollout(compileWorkflow(read(after).document, 2), read(old).document)
  const ids = Array.from(
    { length: 100 },
    (_, index) => `00000000-0000-7000-8000-${(index * 7_919_777).toString(16).padStart(12, '0')}`,
  )

  it('are those of its version for the share, those of the version before for all others', () => {
    for (const id of ids) {
      const terms = termsOf(workflow, id)
      expect(terms.termsVersion).toBe(isRolledOut(id, 10) ? 2 : 1)
      expect(terms === workflow).toBe(isRolledOut(id, 10))
    }
    expect(new Set(ids.map((id) => termsOf(workflow, id))).size).toBe(2)
  })

  it('differ by the queues and by nothing else, and never change', () => {
    const old = workflow.rollout?.before
    const names = Object.keys(workflow) as (keyof typeof workflow)[]
    const differing = names.filter((name) => old?.[name] !== workflow[name])
    expect(differing.toSorted()).toEqual(['queues', 'rollout', 'termsVersion'])
    expect([old?.termsVersion, old?.rollout, Object.isFrozen(old?.queues), Object.isFrozen(workflow)]).toEqual([
      1,
      null,
      true,
      true,
    ])
  })
})
