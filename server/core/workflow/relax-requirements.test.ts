import { expect, it } from 'vitest'
import { AgentAttributes } from '../expressions/agent-facts.ts'
import { compileQueue } from './compile-queue.ts'
import { qualifies } from './relax-requirements.ts'

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
