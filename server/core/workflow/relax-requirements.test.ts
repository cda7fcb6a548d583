import { expect, it } from 'vitest'
import { AgentAttributes } from '../expressions/agent-facts.ts'
import { compileQueue } from './compile-queue.ts'
import { qualifies, relaxRequirements } from './relax-requirements.ts'

const queue = compileQueue('payments', { label: 'Payments' }, new Map())
const fits = (agent: Partial<AgentAttributes>, asked: { skills?: Record<string, number>; languages?: string[] }) =>
  qualifies(
    queue,
    { skills: {}, languages: [], ...asked, anyLanguage: false, alsoMembers: [] },
    { agent: new AgentAttributes({ queues: ['payments'], ...agent }) },
  )

it('a level of 0 still asks for the skill, as the router does', () => {
  const asked = { skills: { refunds: 0 } }
  expect([fits({}, asked), fits({ skills: { refunds: 0 } }, asked)]).toEqual([false, true])
})

it('who speaks a language speaks its regions, and not one region the other', () => {
  const speaks = (spoken: string, asked: string) => fits({ languages: [spoken] }, { languages: [asked] })
  expect([speaks('pt', 'pt-BR'), speaks('pt-BR', 'pt'), speaks('PT-br', 'pt-BR')]).toEqual([true, true, true])
  expect([speaks('pt-PT', 'pt-BR'), speaks('en', 'pt')]).toEqual([false, false])
})

it('what was searched is asked for at any age; what the rules asked is relaxed as the queue says', () => {
  const relax = [
    { at: '1m', skills: { refunds: 1, cards: 0 }, language: ['en', 'es'] },
    { at: '2m', drop: ['refunds', 'cards'] },
  ]
  const relaxing = compileQueue('payments', { label: 'Payments', relax }, new Map())
  const asked = { skills: { refunds: 3, cards: 2 }, languages: ['pt'] }
  const search = { name: null, rating: null, languages: ['pt'], skills: ['cards'] }
  const at = (requirements: Parameters<typeof relaxRequirements>[1], minutes: number) => {
    const { skills, languages, anyLanguage } = relaxRequirements(relaxing, requirements, minutes * 60_000)
    return { skills, languages, anyLanguage }
  }
  expect(at(asked, 2)).toEqual({ skills: {}, languages: ['en', 'es'], anyLanguage: true })
  const spoken = { languages: ['pt'], anyLanguage: false }
  expect(at({ ...asked, search }, 0)).toEqual({ skills: asked.skills, ...spoken })
  expect(at({ ...asked, search }, 1)).toEqual({ skills: { refunds: 1, cards: 1 }, ...spoken })
  expect(at({ ...asked, search }, 2)).toEqual({ skills: { cards: 1 }, ...spoken })
})

it('a step may take back the language, and a later one ask for others; a searched one stays', () => {
  const relax = [
    { at: '1m', language: 'any' as const },
    { at: '2m', skills: { refunds: 1 } },
    { at: '3m', language: ['es'] },
  ]
  const relaxing = compileQueue('payments', { label: 'Payments', relax }, new Map())
  const asked = { skills: { refunds: 3 }, languages: ['pt'] }
  const isMet = (minutes: number, agent: Partial<AgentAttributes>, more: object = {}) => {
    const needed = relaxRequirements(relaxing, { ...asked, ...more }, minutes * 60_000)
    return qualifies(relaxing, needed, { agent: new AgentAttributes({ queues: ['payments'], ...agent }) })
  }
  const german = { skills: { refunds: 3 }, languages: ['de'] }
  expect([0, 1, 2, 3].map((minutes) => isMet(minutes, german))).toEqual([false, true, true, false])
  expect(isMet(2, { skills: { refunds: 1 } })).toBe(true)
  const search = { name: null, rating: null, languages: ['pt'], skills: [] }
  expect(isMet(1, german, { search })).toBe(false)
})
