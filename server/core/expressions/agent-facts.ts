import type { Environment } from '@marcbachmann/cel-js'
import { createEnvironment } from './environment.ts'

/** What membership, rank and rating expressions may ask about one agent. */
export interface AgentFacts {
  readonly agent: AgentAttributes
}

/** An agent's attributes. Pass an instance of this class: the expressions check the type. */
export class AgentAttributes {
  readonly id: string
  readonly name: string
  /** `person`, `bot` or `partner`. */
  readonly kind: string
  /** '' when the agent belongs to no team. */
  readonly team: string
  readonly skills: Readonly<Record<string, number>>
  readonly languages: readonly string[]
  readonly queues: readonly string[]
  readonly rating: number
  readonly attributes: Readonly<Record<string, unknown>>

  constructor(agent: Partial<AgentAttributes>) {
    this.id = agent.id ?? ''
    this.name = agent.name ?? ''
    this.kind = agent.kind ?? 'person'
    this.team = agent.team ?? ''
    this.skills = agent.skills ?? {}
    this.languages = agent.languages ?? []
    this.queues = agent.queues ?? []
    this.rating = agent.rating ?? 0
    this.attributes = agent.attributes ?? {}
  }
}

/** The environment membership and rank expressions are checked and compiled in. */
export const agentEnvironment: Environment = createEnvironment()
  .registerType('Agent', {
    ctor: AgentAttributes,
    fields: {
      id: 'string',
      name: 'string',
      kind: 'string',
      team: 'string',
      skills: 'map<string, double>',
      languages: 'list<string>',
      queues: 'list<string>',
      rating: 'double',
      attributes: 'map<string, dyn>',
    },
  })
  .registerVariable('agent', 'Agent')
