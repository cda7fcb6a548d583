import fc from 'fast-check'
import { expect, it } from 'vitest'
import { enterQueue, queuesToCount } from './enter-queue.ts'
import { overflowStepName, type Standing } from './overflow-steps.ts'
import type { OverflowStep, Queue, WorkflowSnapshot } from './snapshot.ts'

const slugs = ['a', 'b', 'c', 'd'] as const
const slug = fc.constantFrom(...slugs)

const target: fc.Arbitrary<OverflowStep['to']> = fc.oneof(
  slug.map((queue) => ({ kind: 'queue', queue }) as const),
  fc.constantFrom<OverflowStep['to'][]>(
    { kind: 'callback' },
    { kind: 'message' },
    { kind: 'voicemail' },
    { kind: 'escalate' },
    { kind: 'partner', partner: 'acme' },
  ),
)
const step: fc.Arbitrary<OverflowStep> = fc.record({
  on: fc.constantFrom('length', 'length', 'wait', 'nobody'),
  afterMs: fc.constant(1),
  above: fc.integer({ min: 0, max: 5 }),
  to: target,
  skipIf: fc.constantFrom(null, 'nobodyCanTake'),
})
const queues = fc.record({
  a: fc.array(step, { maxLength: 4 }),
  b: fc.array(step, { maxLength: 3 }),
  c: fc.array(step, { maxLength: 3 }),
  d: fc.constant([]),
})
const state = fc.record({
  steps: queues,
  messageQueue: fc.option(slug),
  queue: slug,
  kind: fc.constantFrom('call', 'call', 'call', 'chat', 'ticket', 'case', 'callback'),
  isWithheld: fc.boolean(),
  waiting: fc.record({ a: fc.nat(6), b: fc.nat(6), c: fc.nat(6), d: fc.nat(6) }),
  isThere: fc.boolean(),
})
type State = typeof state extends fc.Arbitrary<infer Value> ? Value : never

function workflowOf({ steps, messageQueue }: State): WorkflowSnapshot {
  const queueOf = (own: (typeof slugs)[number]) => ({ slug: own, overflow: steps[own], messageQueue: null }) as unknown
  const compiled = new Map(slugs.map((own) => [own, queueOf(own) as Queue]))
  return { queues: compiled, messageQueue, rollout: null } as unknown as WorkflowSnapshot
}

/** The rule read a second time, one step of a table after the other. */
function enterSlowly({
  steps,
  messageQueue,
  queue,
  kind,
  isWithheld,
  waiting,
  isThere,
}: State): [names: string[], Standing] {
  const names: string[] = []
  let at: Standing = { queue, kind, partner: null, isWithheld, overflowed: [] }
  for (let isMoved = true; isMoved;) {
    isMoved = false
    for (const step of steps[at.queue as 'a']) {
      const { on, above, to, skipIf } = step
      const name = overflowStepName(at.queue, step)
      const isDue = on === 'length' && waiting[at.queue as 'a'] >= (above ?? 0)
      const isPassedOver = skipIf !== null && !isThere
      const messages = messageQueue ?? at.queue
      const isAsked = kind === 'callback'
      const takesMessage = at.kind !== 'case' && !isAsked
      const after = {
        queue: to.kind === 'queue' && to.queue !== at.queue ? { queue: to.queue } : null,
        partner: at.kind === 'case' ? null : { partner: 'acme' },
        callback: at.kind === 'call' && !isWithheld ? { kind: 'callback' as const } : null,
        message: takesMessage ? { kind: 'ticket' as const, queue: messages } : null,
        voicemail: takesMessage ? { kind: 'ticket' as const, queue: messages } : null,
        escalate: {},
      }[to.kind]
      const isSame = (to.kind === 'message' || to.kind === 'voicemail') && at.kind === 'ticket' && messages === at.queue
      if (at.partner !== null || !isDue || isPassedOver || isSame || after === null || names.includes(name)) continue
      names.push(name)
      at = { ...at, ...after, overflowed: [...names] }
      isMoved = true
      break
    }
  }
  return [names, at]
}

it('a task comes to wait where a slow look at the table says, and only queues on its way are counted', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(state, (given) => {
      const workflow = workflowOf(given)
      const entering: Standing = {
        queue: given.queue,
        kind: given.kind,
        partner: null,
        isWithheld: given.isWithheld,
        overflowed: [],
      }
      const counted = queuesToCount(workflow, [given.queue])
      const { standing, taken } = enterQueue(workflow, entering, {
        waitingIn: (queue) => {
          expect(counted).toContain(queue)
          return given.waiting[queue as 'a']
        },
        isPassedOver: ({ skipIf }) => skipIf !== null && !given.isThere,
      })
      const [names, expected] = enterSlowly(given)
      expect(taken.map(({ name }) => name)).toEqual(names)
      expect(standing).toEqual(expected)
      expect(new Set(names).size).toBe(names.length)
      for (const one of taken) seen.set(one.step.to.kind, (seen.get(one.step.to.kind) ?? 0) + 1)
    }),
    { numRuns: 4_000 },
  )
  for (const kind of ['queue', 'partner', 'callback', 'message', 'escalate']) {
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(5)
  }
})

it('nothing is counted for a queue without a limit of length', () => {
  const given: State = {
    steps: {
      a: [{ on: 'wait', afterMs: 1, above: null, to: { kind: 'queue', queue: 'b' }, skipIf: null }],
      b: [],
      c: [],
      d: [],
    },
    messageQueue: null,
    queue: 'a',
    kind: 'ticket',
    isWithheld: false,
    waiting: { a: 9, b: 9, c: 9, d: 9 },
    isThere: true,
  }
  expect(queuesToCount(workflowOf(given), slugs)).toEqual([])
})
