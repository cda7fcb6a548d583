import { languages } from './scenario.ts'

/** An agent of the demo, as `POST /v1/agents` takes it. The address finds it again at the next demo. */
export interface DemoAgent {
  readonly name: string
  readonly email: string
  readonly team: string
  readonly languages: readonly string[]
  readonly queues: readonly string[]
  readonly skills: Readonly<Record<string, number>>
  readonly unitOverrides: Readonly<Record<string, { readonly units: number }>>
}

interface Desk {
  readonly team: string
  readonly queues: readonly string[]
  readonly skills: Readonly<Record<string, number>>
}

const demoDomain = '@demo.switchyard.local'
/** People do a few things at once, not ten. */
const unitOverrides = { ticket: { units: 25 } }

const frontline: Desk = {
  team: 'technical-support',
  queues: ['frontline', 'technical-support'],
  skills: { payments: 1 },
}
const guestCare: Desk = { team: 'guest-care', queues: ['guest-care'], skills: {} }
const backend: Desk = { team: 'backend', queues: ['payments', 'backend'], skills: { payments: 3, backend: 3 } }
const integration: Desk = { team: 'integration', queues: ['integrations', 'partner-desk'], skills: { integrations: 4 } }
const devops: Desk = {
  team: 'devops',
  queues: ['infrastructure', 'security'],
  skills: { infrastructure: 4, security: 3 },
}

/** In this order, again and again: the busiest desk comes most often. */
const turns = [frontline, guestCare, backend, integration, devops]
const moreTurns = [frontline, integration, guestCare, backend, devops]
const lastTurns = [frontline, guestCare, integration, backend, devops, frontline]
const desks = [...turns, ...moreTurns, ...lastTurns]
const spoken = [
  ['en', 'es', 'pt'],
  ['es', 'en', 'pt'],
  ['en', 'es', 'pt'],
  ['en', 'es', 'pt'],
  ['en', 'es', 'pt'],
  ['en', 'es'],
  ['pt', 'en'],
  ['en', 'pt'],
  ['es', 'pt'],
] as const
const firstNames = ['Olivia', 'Mateo', 'Beatriz', 'Callum', 'Sofía', 'Tiago', 'Amara', 'Andrés', 'Leonor', 'Priya']
const moreNames = ['Jonas', 'Valeria', 'Rodrigo', 'Megan', 'Iker', 'Marta', 'Yusuf', 'Clara', 'Hannah', 'Nuno']
const givenNames = [...firstNames, ...moreNames]
const familyNames = [
  'Reyes',
  'Brandt',
  'Azevedo',
  'Okoye',
  'Serrano',
  'Whelan',
  'Cardoso',
  'Lindqvist',
  'Barros',
  'Nair',
  'Soler',
]

/** The queues that the demo's requests go to. */
export const demoQueues: readonly string[] = [...new Set(desks.flatMap((desk) => desk.queues))]

/** The first so many agents of the demo: always the same people, whatever the seed. */
export function rosterOf(size: number): DemoAgent[] {
  return Array.from({ length: size }, (_, place) => {
    const { team, queues, skills } = desks[place % desks.length] ?? frontline
    const given = givenNames[place % givenNames.length] ?? ''
    const family = familyNames[place % familyNames.length] ?? ''
    const email = `agent-${String(place + 1).padStart(3, '0')}${demoDomain}`
    const speaks = spoken[place % spoken.length] ?? languages
    return { name: `${given} ${family}`, email, team, languages: speaks, queues, skills, unitOverrides }
  })
}
