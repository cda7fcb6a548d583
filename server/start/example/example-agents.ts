import type { NewAgentInput } from '../../modules/agents/index.ts'

/** The desk of the example: one of each team, one for guests, a bot and a partner. All begin offline. */
export const exampleAgents: Readonly<Record<string, NewAgentInput>> = {
  support: {
    name: 'Inês Duarte',
    team: 'technical-support',
    languages: ['en', 'pt'],
    queues: ['frontline', 'technical-support'],
    skills: { payments: 1 },
    rating: '4.6',
  },
  devops: {
    name: 'Marek Nowak',
    team: 'devops',
    languages: ['en'],
    queues: ['infrastructure', 'security'],
    skills: { infrastructure: 4, security: 3 },
    rating: '4.4',
  },
  backend: {
    name: 'Noor Haddad',
    team: 'backend',
    languages: ['en', 'es'],
    queues: ['payments', 'backend'],
    skills: { payments: 3, backend: 4 },
    rating: '4.8',
  },
  integration: {
    name: 'Tomás Vega',
    team: 'integration',
    languages: ['es', 'en'],
    queues: ['integrations', 'partner-desk'],
    skills: { integrations: 4 },
    rating: '4.2',
  },
  manager: {
    name: 'Grace Okafor',
    team: 'support-management',
    languages: ['en'],
    queues: ['risk-review', 'security'],
    skills: { payments: 2, security: 2 },
    rating: '4.9',
  },
  care: {
    name: 'Lucía Romero',
    team: 'guest-care',
    languages: ['es', 'pt', 'en'],
    queues: ['guest-care'],
    rating: '4.7',
  },
  bot: {
    name: 'First-line bot',
    kind: 'bot',
    languages: ['en', 'es', 'pt'],
    queues: ['frontline', 'guest-care'],
    channels: ['live-chat'],
    capacityUnits: 400,
  },
  partner: {
    name: 'Atlantic Support',
    kind: 'partner',
    languages: ['es', 'pt'],
    queues: ['guest-care'],
    organization: { descriptor: { name: 'Atlantic Support' } },
    contact: { email: 'desk@atlantic-support.example' },
  },
}
